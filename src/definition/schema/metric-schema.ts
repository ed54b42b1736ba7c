// Names of metrics as schemas: the one that ranks trials, or several of them, and those that are measured
// besides.

import * as z from 'zod';
import {
  measurableMetrics,
  objectiveMetrics,
  rankingMetrics,
  topMetric,
} from '../rules/measure.js';
import { oneOf, strictMap } from './leaf-schema.js';

/** Those that editors complete, and any top_k. */
function metricName(names: readonly string[], about: string) {
  const bare = names.filter((name) => name.startsWith('val_')).map((name) => name.slice(4));
  const costs = names.filter((name) => !/^(?:val|train)_/.test(name));
  const listed = (some: readonly string[]) => some.map((name) => `\`${name}\``).join(', ');
  const measured = `\`val_\` or \`train_\` before one of ${listed(bare)}`;
  const error = costs.length === 0 ? measured : `${measured}, or one of ${listed(costs)}`;
  return z
    .union(
      [z.enum(names as [string, ...string[]]), z.string({ error }).regex(topMetric, { error })],
      { error },
    )
    .describe(about);
}

const goal = oneOf(['minimize', 'maximize'], 'Left out: what is better for the metric.');

export const metricSchema = strictMap(
  { name: metricName(rankingMetrics, 'The metric that ranks trials.'), goal: goal.optional() },
  'a map with `name`, as in {name: val_loss}',
);

const objectiveName = metricName(objectiveMetrics, 'A metric that ranks trials, or a cost.');

const SEVERAL = 'a list of at least two metrics';

function severalOf<Item extends z.ZodType>(item: Item) {
  return z.array(item, { error: SEVERAL }).min(2, { error: SEVERAL });
}

/** Each in its long form. */
export const objectivesSchema = severalOf(
  strictMap({ name: objectiveName, goal: goal.optional() }, 'a map with `name`'),
);

/** As people write them: {name: val_loss, goal: minimize}, {val_loss: minimize}, or val_loss. */
export const metricsSchema = severalOf(
  z.union([
    strictMap({ name: objectiveName, goal: goal.optional() }, 'a map with `name`'),
    objectiveName,
    z.record(z.string(), goal),
  ]),
).describe(
  'What the sweep is about, where that is more than one thing: trials are ranked by fronts.',
);

export const alsoMeasureSchema = z
  .array(metricName(measurableMetrics, 'A metric; of the test part it is measured with val_.'), {
    error: 'a list of metrics',
  })
  .describe('Metrics that are measured beside the usual ones.');
