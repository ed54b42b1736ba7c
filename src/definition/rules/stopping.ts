// `stopping:` becomes a list of rules. The rule against divergence is always on, given or not.

import type { ComplaintBook } from '../complaint-book.js';
import { checkNode } from '../schema/check-node.js';
import { divergedForm, oneOfStoppers, shortDivergedForm } from '../schema/stopping-schema.js';
import { entryOf, found, type SourceNode } from '../source/source-node.js';
import type { ScheduleSpec, StoppingSpec } from '../sweep-definition.js';
import type { ReadData } from './data.js';
import { readWatching } from './watching-rules.js';

export interface StoppingContext {
  readonly data: ReadData | null;
  /** undefined: it has a slip. */
  readonly epochs: number | undefined;
  /** How many begin; null: not known. */
  readonly configurations: number | null;
  readonly book: ComplaintBook;
}

interface ReadRule {
  readonly spec: StoppingSpec;
  /** restore_best: false */
  readonly lastSpeaks: boolean;
}

export interface ReadStopping {
  readonly rules: readonly StoppingSpec[];
  /** One of the rules says that a trial's last epoch speaks for it, and not its best. */
  readonly lastSpeaks: boolean;
}

function diverged(bound: number | null): ReadRule {
  return { spec: { type: 'diverged', bound }, lastSpeaks: false };
}

function readRule(node: SourceNode, context: StoppingContext): ReadRule | null {
  const { book } = context;
  if (entryOf(node, 'diverged') !== undefined && entryOf(node, 'type') === undefined) {
    const short = checkNode(shortDivergedForm, node, book);
    return short === undefined ? null : diverged(short.diverged);
  }
  const typeNode = entryOf(node, 'type')?.value;
  if (typeNode === undefined) {
    const what = node.kind === 'map' ? 'a map without it' : found(node);
    book.error(
      node.spot,
      `expected a rule with \`type\`, found ${what}: write {type: patience, patience: 5} or {type: diverged, bound: 100}`,
    );
    return null;
  }
  const type = checkNode(oneOfStoppers, typeNode, book);
  if (type === undefined) return null;
  if (type === 'diverged') {
    const written = checkNode(divergedForm, node, book);
    return written === undefined ? null : diverged(written.bound ?? null);
  }
  const spec = readWatching(type, node, context);
  if (spec === null) return null;
  const restores = entryOf(node, 'restore_best')?.value;
  return { spec, lastSpeaks: restores?.kind === 'scalar' && restores.value === false };
}

/** @param node undefined where a definition has no `stopping:` */
export function readStopping(node: SourceNode | undefined, context: StoppingContext): ReadStopping {
  const { book } = context;
  const always = diverged(null).spec;
  if (node === undefined) return { rules: [always], lastSpeaks: false };
  if (node.kind !== 'list') {
    book.error(
      node.spot,
      `expected a list of rules, found ${found(node)}: write [{type: patience, patience: 5}]`,
    );
    return { rules: [always], lastSpeaks: false };
  }
  const rules: StoppingSpec[] = [];
  let lastSpeaks = false;
  for (const item of node.items) {
    const rule = readRule(item, context);
    if (rule === null) continue;
    lastSpeaks ||= rule.lastSpeaks;
    if (rule.spec.type === 'diverged' && rules.some(({ type }) => type === 'diverged')) {
      book.error(item.spot, 'expected one rule `diverged`, found a second: keep one of them');
    } else rules.push(rule.spec);
  }
  if (!rules.some(({ type }) => type === 'diverged')) rules.push(always);
  return { rules, lastSpeaks };
}

/** Complains of rules that compare trials where these are trained on different numbers of rows. */
export function checkComparing(
  schedule: ScheduleSpec | undefined,
  node: SourceNode | undefined,
  book: ComplaintBook,
): void {
  if (schedule === undefined || schedule.type === 'full' || schedule.resource !== 'rows') return;
  if (node?.kind !== 'list') return;
  for (const item of node.items) {
    const type = entryOf(item, 'type')?.value;
    if (type?.kind !== 'scalar' || !comparing.includes(type.text)) continue;
    book.error(
      type.spot,
      `expected rules that look at one trial's own curve beside resource: rows, found ${type.text}, which would compare trainings on few rows with those on many: use patience, or resource: epochs`,
    );
  }
}

const comparing: readonly string[] = ['median', 'percentile', 'bandit', 'hyperband'];
