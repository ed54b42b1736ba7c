// `stopping:` as schemas: the rules by which a trial is given up.

import * as z from 'zod';
import { listOf, oneOf, realNumber, strictMap, wholeNumber } from './leaf-schema.js';
import { metricSchema } from './metric-schema.js';

export const oneOfStoppers = oneOf(['patience', 'diverged'], 'When to give a trial up.');

const bound = realNumber(
  { min: 0, aboveMin: true },
  'Training loss past which a trial is given up.',
);

export const divergedForm = strictMap(
  { type: oneOf(['diverged'], 'NaN, infinite or past a bound.'), bound: bound.optional() },
  'a map with `type`',
);

export const shortDivergedForm = strictMap({ diverged: bound }, 'a map with `diverged`');

export const patienceForm = strictMap(
  {
    type: oneOf(['patience'], 'No improvement for some epochs.'),
    patience: wholeNumber(1, 1_000_000, 'Epochs to wait for an improvement.'),
    metric: metricSchema.describe('Left out: the metric of the sweep.').optional(),
    min_delta: realNumber(
      { min: 0 },
      'Smaller improvements do not count; 0 by default.',
    ).optional(),
    start_after: wholeNumber(
      0,
      1_000_000,
      'Epochs before counting begins; 0 by default.',
    ).optional(),
    restore_best: z
      .boolean({ error: 'true or false' })
      .describe(
        'true (the default): the best epoch is what is ranked and saved; false: the last one is.',
      )
      .optional(),
  },
  'a map with `type`',
);

export const stoppingSchema = listOf(
  z.union([patienceForm, divergedForm, shortDivergedForm]),
  'a list of rules',
).describe('When to give a trial up.');
