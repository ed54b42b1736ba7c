// `also_measure:` becomes a list of metrics, sorted and each once, so that the order in which they are
// written changes nothing. The usual ones stay in it: only the data tell which of them there are.

import { metricParts } from '../../vocabulary/measure.js';
import type { ComplaintBook } from '../complaint-book.js';
import { checkNode } from '../schema/check-node.js';
import { alsoMeasureSchema } from '../schema/metric-schema.js';
import { nodeAt, type SourceNode } from '../source/source-node.js';
import type { ReadData } from './data.js';
import { measurableMetrics, metricRemedy } from './measure.js';
import { checkAgainstData } from './objective.js';

function remedyFor(name: string): string {
  const parts = metricParts(name);
  return parts?.part === 'test'
    ? `it is measured where \`val_${parts.measure}\` is, write that`
    : metricRemedy(name, measurableMetrics);
}

/** @param data null where it has a slip */
export function readAlsoMeasure(
  node: SourceNode | undefined,
  data: ReadData | null,
  book: ComplaintBook,
): readonly string[] {
  if (node === undefined) return [];
  const names = checkNode(alsoMeasureSchema, node, book, (path, at) =>
    path.length === 1 && at.kind === 'scalar' ? remedyFor(at.text) : null,
  );
  if (names === undefined) return [];
  names.forEach((name, i) => {
    checkAgainstData(nodeAt(node, [i])!.spot, name, data, book);
  });
  return [...new Set(names)].sort();
}
