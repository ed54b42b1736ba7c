// What has changed between a sweep in the record and one that is about to begin, and what of it all is
// known already. Said before the first epoch, because after a night it is too late to hear that nothing
// could be reused.

import {
  definitionDifference,
  type KeyDifference,
} from '../../definition/definition-difference.js';
import type { SweepDefinition } from '../../definition/sweep-definition.js';
import type { SweepSummary } from '../../store/read-sweeps.js';
import type { Reader } from '../../store/reader.js';
import type { StartedSweep } from '../prepare-sweep.js';
import { type Labelled, labelledLines } from '../terminal/labelled.js';
import { printable } from '../terminal/printable.js';
import { countText, dateText, plural } from '../terminal/quantities.js';
import type { Terminal } from '../terminal/terminal.js';
import { textWidth } from '../terminal/text-width.js';
import { type PlannedReuse, plannedReuse } from './planned-reuse.js';

export interface SweepChange {
  readonly earlier: SweepSummary;
  readonly keys: readonly KeyDifference[];
  /** The same definition of the data, with other contents. */
  readonly dataChanged: boolean;
  readonly coreChanged: boolean;
  /** Epochs of the definitions, where they differ. */
  readonly epochs: readonly [before: number, after: number] | null;
  readonly reuse: PlannedReuse;
}

/** @param before the definition of the earlier sweep */
export function sweepChange(
  earlier: SweepSummary,
  before: SweepDefinition,
  sweep: StartedSweep,
  reader: Reader,
): SweepChange {
  const { definition } = sweep;
  const keys = definitionDifference(before, definition);
  return {
    earlier,
    keys,
    dataChanged: sweep.dataHash !== earlier.dataHash && !keys.some(isOfData),
    coreChanged: sweep.coreBuild !== earlier.coreBuild,
    epochs: before.epochs === definition.epochs ? null : [before.epochs, definition.epochs],
    reuse: plannedReuse(sweep, reader),
  };
}

/** Another section, other folds: then it goes without saying that the contents differ. */
function isOfData({ key }: KeyDifference): boolean {
  return key.startsWith('data.') || key === 'folds';
}

/** Room for a value that has become another one, on one line of 80 columns. */
const ONE_LINE = 58;

/** Lines that end in a line feed. */
export function changeText(change: SweepChange, terminal: Terminal): string {
  const { bold, dim } = terminal.colours;
  const { name, id, updated } = change.earlier;
  const title = `${bold(printable(name))} differs from its last run  ${dim(`${id.slice(0, 12)}, ${dateText(updated)}`)}`;
  const entries: Labelled[] = [
    ...change.keys.map(keyLines),
    ...(change.dataChanged ? [['data', 'other contents than then'] as const] : []),
    ...(change.coreChanged
      ? [['core', 'another build than then: it trains other bits'] as const]
      : []),
    ['reuse', ...reuseLines(change)],
  ];
  return `${title}\n${labelledLines(entries, terminal)}\n\n`;
}

function keyLines({ key, before, after }: KeyDifference): Labelled {
  const [was, is] = [before, after].map((text) => (text === null ? '–' : printable(text)));
  const line = `${was} → ${is}`;
  return textWidth(key) + textWidth(line) <= ONE_LINE ? [key, line] : [key, was!, `→ ${is}`];
}

function reuseLines({ reuse, epochs }: SweepChange): readonly string[] {
  const { planned, known, counted, cut, open, isPlanExact, isForeseen, spanning } = reuse;
  const all = plural(planned, 'epoch');
  if (!isForeseen) return [`how much of ${all} is known depends on what results lead to`];
  const lines = [];
  if (known === 0) lines.push(`nothing is known yet of ${all}`);
  else if (cut) lines.push(`at least ${countText(known)} of ${all} are known`);
  else if (open) {
    lines.push(`${isPlanExact ? 'up to' : 'about'} ${countText(known)} of ${all} are known:`);
    lines.push('how many are reused depends on which trials go on');
  } else {
    lines.push(
      `reuses ${countText(known)} of ${all}, trains at most ${countText(planned - known)}`,
    );
  }
  if (cut) lines.push(`(looked at the first ${countText(counted)} trials)`);
  if (epochs === null || spanning === 0) return lines;
  const who =
    spanning === counted
      ? 'in every trial'
      : `in ${countText(spanning)} of ${plural(counted, 'trial')}`;
  return [
    ...lines,
    `the learning rate follows a schedule over all epochs ${who}:`,
    `a training of ${plural(epochs[0], 'epoch')} is not the beginning of one of ${countText(epochs[1])}`,
  ];
}
