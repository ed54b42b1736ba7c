// The cells of one feature column that are no numbers. A column that has any is categorical, unless all
// of them look like misspelt numbers or missing values: then they are slips, told with the first place.

import { GrowingNumbers } from './growing-numbers.js';
import { adviceForSpelling } from './number-cell.js';

/** A column of more levels than this is refused: nothing can be learned of so many. */
export const MAX_LEVELS = 100_000;

export interface FirstText {
  readonly text: string;
  readonly at: number;
}

export class ColumnTexts {
  readonly first: FirstText;
  readonly #ids = new Map<string, number>();
  /** Rows that hold text, ascending, and the text's id in each; cut off beyond MAX_LEVELS. */
  readonly #rows = new GrowingNumbers();
  readonly #texts = new GrowingNumbers();
  #count = 0;

  constructor(first: FirstText) {
    this.first = first;
  }

  note(row: number, text: string): void {
    this.#count++;
    if (this.#ids.size > MAX_LEVELS) return;
    let id = this.#ids.get(text);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(text, id);
    }
    this.#rows.push(row);
    this.#texts.push(id);
  }

  /** Cells with text. */
  get count(): number {
    return this.#count;
  }

  /** The different texts, in order of first sight; at most one more than MAX_LEVELS. */
  get texts(): readonly string[] {
    return [...this.#ids.keys()];
  }

  /** Whether every text looks like a misspelt number or missing value. */
  get areSlips(): boolean {
    return this.texts.every((text) => adviceForSpelling(text) !== null);
  }

  /** @param indexOf the level's index, by the text's id */
  place(indexOf: readonly number[], put: (row: number, index: number) => void): void {
    const texts = this.#texts.values();
    for (const [i, row] of this.#rows.values().entries()) put(row, indexOf[texts[i]!]!);
  }
}
