// Which column is what. The header is checked as a whole: every slip in it is told at once.

import { type Complaint, Slip } from '../../vocabulary/errors.js';
import { nearestName } from '../../vocabulary/nearest-name.js';
import { shownCell, shownName } from '../shown.js';
import { numberIn } from './number-cell.js';

const MAX_COLUMNS = 100_000;
const LISTED = 12;

export interface Columns {
  readonly count: number;
  readonly target: number;
  readonly targetName: string;
  /** Column numbers from 0, in the file's order. */
  readonly features: readonly number[];
  readonly featureNames: readonly string[];
}

interface ColumnWishes {
  readonly target: string;
  readonly ignore: readonly string[];
}

/**
 * The columns of a header, by what they are for.
 * @param place file:line of the header
 * @throws Slip for names that are empty, repeated or not there, and where no feature is left
 */
export function columnsOf(header: readonly string[], wishes: ColumnWishes, place: string): Columns {
  const names = header.map((cell) => cell.trim());
  if (names.length > MAX_COLUMNS) {
    const message = `expected at most ${MAX_COLUMNS} columns, found ${names.length}`;
    throw new Slip([{ place, message }]);
  }
  const messages = [...nameMessages(names), ...wishMessages(names, wishes)];
  const ignored = new Set([...wishes.ignore, wishes.target]);
  const features = names.flatMap((name, column) => (ignored.has(name) ? [] : [column]));
  if (messages.length === 0 && features.length === 0) {
    messages.push(`expected a column to learn from, found only the target and ignored ones`);
  }
  if (messages.length > 0) {
    throw new Slip(messages.map((message): Complaint => ({ place, message })));
  }
  return Object.freeze({
    count: names.length,
    target: names.indexOf(wishes.target),
    targetName: wishes.target,
    features,
    featureNames: features.map((column) => names[column]!),
  });
}

function nameMessages(names: readonly string[]): string[] {
  const first = new Map<string, number>();
  const messages: string[] = [];
  for (const [column, name] of names.entries()) {
    const before = first.get(name);
    if (name === '') {
      const hint = column === 0 ? ' (a row index? write the file without it)' : '';
      messages.push(`expected a name for column ${column + 1}, found an empty cell${hint}`);
    } else if (before !== undefined) {
      messages.push(
        `expected different names, found ${shownName(name)} for columns ${before + 1} and ${column + 1}: rename one`,
      );
    } else first.set(name, column);
    if (messages.length === LISTED) break;
  }
  return messages;
}

function wishMessages(names: readonly string[], { target, ignore }: ColumnWishes): string[] {
  const messages: string[] = [];
  if (!names.includes(target)) {
    messages.push(
      `expected the target column ${shownName(target)}, found none: ${insteadOf(target, names)}`,
    );
  } else if (ignore.includes(target)) {
    messages.push(
      `expected the target ${shownName(target)} to be used: take it out of data.ignore`,
    );
  }
  const known = new Set(names);
  for (const name of ignore) {
    if (known.has(name) || name === target) continue;
    messages.push(
      `expected columns under data.ignore, found ${shownName(name)}: ${insteadOf(name, names)}`,
    );
  }
  return messages;
}

/** What may have been meant by a name that is no column. */
function insteadOf(name: string, names: readonly string[]): string {
  if (names.length === 1 && /[;\t|]/.test(names[0]!)) {
    return 'the header has no comma; save the file with commas between its columns';
  }
  if (names.every((cell) => Number.isFinite(numberIn(cell)))) {
    return `the first line (${shownCell(names.slice(0, 4).join(','))}) has numbers; put the column names there`;
  }
  const near = nearestName(name, names);
  if (near !== null) return `did you mean ${shownName(near)}?`;
  const listed = names.slice(0, LISTED).map((known) => shownName(known));
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : '';
  return `use one of ${listed.join(', ')}${more}`;
}
