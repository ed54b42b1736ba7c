// `metric:` becomes an objective, as does each of `metrics:`. The metric must be one that the task can have, of a part that the
// split leaves something in.

import { measureOf } from '../../vocabulary/measure.js';
import type { Goal, Objective } from '../../vocabulary/metric.js';
import type { ComplaintBook } from '../complaint-book.js';
import { checkNode } from '../schema/check-node.js';
import { metricSchema } from '../schema/metric-schema.js';
import { entryOf, type SourceNode, type Spot } from '../source/source-node.js';
import type { ReadData } from './data.js';
import { metricRemedy } from './measure.js';

export function goalOf(
  node: SourceNode,
  name: string,
  goal: Goal | undefined,
  book: ComplaintBook,
): Goal {
  const natural = measureOf(name)?.goal ?? 'minimize';
  if (goal !== undefined && goal !== natural) {
    book.warn(
      entryOf(node, 'goal')?.value.spot ?? node.spot,
      `expected goal: ${natural} for \`${name}\`, found ${goal}: the worst trials would win`,
    );
  }
  return goal ?? natural;
}

/** Complains of a metric that the data's task does not have, or that has no part to be measured on. */
export function checkAgainstData(
  spot: Spot,
  name: string,
  data: ReadData | null,
  book: ComplaintBook,
): void {
  if (data === null) return;
  const tasks = measureOf(name)?.tasks ?? [];
  if (data.task !== null && !tasks.includes(data.task)) {
    const instead =
      data.task === 'regression' ? '`val_r2` or `val_loss`' : '`val_accuracy` or `val_loss`';
    book.error(
      spot,
      `expected a metric of ${data.task}, which this data is, found \`${name}\`: use ${instead}`,
    );
  }
  if (name.startsWith('val_') && data.spec.validation === 0) {
    book.error(
      spot,
      `expected a validation part to measure \`${name}\` on, found validation: 0 in \`data\`: write validation: 0.2`,
    );
  }
}

/** @param data null where it has a slip */
export function readObjective(
  node: SourceNode,
  data: ReadData | null,
  book: ComplaintBook,
): Objective | undefined {
  const written = checkNode(metricSchema, node, book, (path, at) => {
    if (path.length === 0 && at.kind === 'scalar') {
      return `write metric: {name: ${at.text || 'val_accuracy'}}`;
    }
    return path[0] === 'name' && at.kind === 'scalar' ? metricRemedy(at.text) : null;
  });
  if (written === undefined) return undefined;
  checkAgainstData(entryOf(node, 'name')?.value.spot ?? node.spot, written.name, data, book);
  return { name: written.name, goal: goalOf(node, written.name, written.goal, book) };
}
