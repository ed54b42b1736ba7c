// `schedule:` becomes a ScheduleSpec. A ladder that halves nothing is legal and almost never meant.

import type { ComplaintBook } from '../complaint-book.js';
import { checkNode } from '../schema/check-node.js';
import { fullForm, halvingForm, oneOfSchedules } from '../schema/schedule-schema.js';
import { entryOf, found, type SourceNode, type Spot } from '../source/source-node.js';
import type { ScheduleSpec } from '../sweep-definition.js';
import type { ShortForm } from './short-forms.js';

export interface ReadSchedule {
  readonly spec: ScheduleSpec;
  /** Where its slips are told: the schedule, or the method that stands for it. */
  readonly spot: Spot;
  readonly minEpochsSpot: Spot;
}

type Halving = Exclude<ScheduleSpec['type'], 'full'>;

function halving(type: Halving, eta = 3, minEpochs = 1): ScheduleSpec {
  return { type, eta, minEpochs };
}

/** Without `schedule:`, by the method alone. */
export function scheduleOfMethod(short: ShortForm | null, spot: Spot): ReadSchedule {
  return {
    spec: short === null ? { type: 'full' } : halving(short.schedule),
    spot,
    minEpochsSpot: spot,
  };
}

function typeOf(
  node: SourceNode,
  short: ShortForm | null,
  book: ComplaintBook,
): ScheduleSpec['type'] | undefined {
  const type = entryOf(node, 'type');
  if (type !== undefined) return checkNode(oneOfSchedules, type.value, book);
  if (short !== null && node.kind === 'map') return short.schedule;
  const remedy = (what: string) => `write {type: ${what}}`;
  const text = node.kind === 'scalar' && node.value !== null ? node.text : 'successive_halving';
  const what = node.kind === 'map' ? 'a map without it' : found(node);
  book.error(node.spot, `expected a map with \`type\`, found ${what}: ${remedy(text)}`);
  return undefined;
}

/** @param short what the method stands for, where it has a schedule of its own */
export function readSchedule(
  node: SourceNode,
  short: ShortForm | null,
  book: ComplaintBook,
): ReadSchedule | undefined {
  const type = typeOf(node, short, book);
  if (type === undefined) return undefined;
  if (type === 'full') {
    if (checkNode(fullForm, node, book) === undefined) return undefined;
    if (short === null)
      return { spec: { type: 'full' }, spot: node.spot, minEpochsSpot: node.spot };
    book.error(
      entryOf(node, 'type')?.value.spot ?? node.spot,
      `expected a halving schedule for method: ${short.schedule}, found full: write method: ${short.method}`,
    );
    return undefined;
  }
  if (short?.schedule === 'hyperband' && type !== 'hyperband') {
    book.error(
      entryOf(node, 'type')?.value.spot ?? node.spot,
      `expected the schedule of method: hyperband, found ${type}: write method: ${short.method}`,
    );
    return undefined;
  }
  const written = checkNode(halvingForm, node, book);
  if (written === undefined) return undefined;
  return {
    spec: halving(type, written.eta, written.min_epochs),
    spot: node.spot,
    minEpochsSpot: entryOf(node, 'min_epochs')?.value.spot ?? node.spot,
  };
}

/** @param configurations how many begin; null: not known */
export function checkLadder(
  { spec, spot, minEpochsSpot }: ReadSchedule,
  epochs: number,
  configurations: number | null,
  book: ComplaintBook,
): void {
  if (spec.type === 'full') return;
  const { eta, minEpochs } = spec;
  if (minEpochs > epochs) {
    book.error(
      minEpochsSpot,
      `expected min_epochs of at most epochs (${epochs}), found ${minEpochs}: lower it, or raise epochs`,
    );
  } else if (minEpochs * eta > epochs) {
    book.warn(
      minEpochsSpot,
      `expected a rung before the last epoch, found min_epochs ${minEpochs} × eta ${eta} above epochs (${epochs}): no trial is ever stopped at a rung, lower min_epochs or raise epochs`,
    );
  }
  if (configurations !== null && configurations < eta) {
    book.warn(
      spot,
      `expected at least eta (${eta}) configurations to choose from, found ${configurations}: raise trials, or lower eta`,
    );
  }
}
