// `schedule:` becomes a ScheduleSpec: which schedule it is, and whether the method allows for it.

import type { ComplaintBook } from '../complaint-book.js';
import { checkNode } from '../schema/check-node.js';
import { fullForm, oneOfSchedules } from '../schema/schedule-schema.js';
import { entryOf, found, type SourceNode, type Spot } from '../source/source-node.js';
import type { ScheduleSpec } from '../sweep-definition.js';
import { readLadder, usualLadder } from './ladder.js';
import type { ShortForm } from './short-forms.js';

export interface ReadSchedule {
  readonly spec: ScheduleSpec;
  /** Where its slips are told: the schedule, or the method that stands for it. */
  readonly spot: Spot;
  /** Of what the first rung has. */
  readonly firstSpot: Spot;
}

/** Without `schedule:`, by the method alone. */
export function scheduleOfMethod(short: ShortForm | null, spot: Spot): ReadSchedule {
  return {
    spec: short === null ? { type: 'full' } : usualLadder(short.schedule),
    spot,
    firstSpot: spot,
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
    if (short === null) return { spec: { type: 'full' }, spot: node.spot, firstSpot: node.spot };
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
  const spec = readLadder(type, node, book);
  if (spec === undefined) return undefined;
  const first = entryOf(node, spec.resource === 'rows' ? 'min_rows' : 'min_epochs');
  return { spec, spot: node.spot, firstSpot: first?.value.spot ?? node.spot };
}
