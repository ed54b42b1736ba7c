// Names of metrics as schemas: the one that ranks trials, and those that are measured besides.

import * as z from 'zod';
import { measurableMetrics, rankingMetrics, topMetric } from '../rules/measure.js';
import { oneOf, strictMap } from './leaf-schema.js';

/** Those that editors complete, and any top_k. */
function metricName(names: readonly string[], about: string) {
  const bare = names.filter((name) => name.startsWith('val_')).map((name) => name.slice(4));
  const error = `\`val_\` or \`train_\` before one of ${bare.map((name) => `\`${name}\``).join(', ')}`;
  return z
    .union(
      [z.enum(names as [string, ...string[]]), z.string({ error }).regex(topMetric, { error })],
      { error },
    )
    .describe(about);
}

export const metricSchema = strictMap(
  {
    name: metricName(rankingMetrics, 'The metric that ranks trials.'),
    goal: oneOf(['minimize', 'maximize'], 'Left out: what is better for the metric.').optional(),
  },
  'a map with `name`, as in {name: val_loss}',
);

export const alsoMeasureSchema = z
  .array(metricName(measurableMetrics, 'A metric; of the test part it is measured with val_.'), {
    error: 'a list of metrics',
  })
  .describe('Metrics that are measured beside the usual ones.');
