// `stopping:` as schemas: the rules by which a trial is given up.

import * as z from 'zod';
import { listOf, oneOf, realNumber, strictMap, wholeNumber } from './leaf-schema.js';
import { metricSchema } from './metric-schema.js';

export const oneOfStoppers = oneOf(
  ['patience', 'diverged', 'threshold', 'median', 'percentile', 'bandit', 'hyperband'],
  'When to give a trial up.',
);

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

const metric = metricSchema.describe('Left out: the metric of the sweep.').optional();
const warmup = wholeNumber(
  0,
  1_000_000,
  'Epochs of each trial during which it is not given up; 0 by default.',
).optional();
const interval = wholeNumber(1, 1_000_000, 'Epochs between two looks; 1 by default.').optional();
const startupTrials = wholeNumber(
  1,
  1_000_000,
  'Nothing is given up before so many trials are completed; 5 by default.',
).optional();

export const thresholdForm = strictMap(
  {
    type: oneOf(['threshold'], 'Worse than a fixed value.'),
    value: realNumber({}, 'The worst value of the metric that goes on.'),
    metric,
    warmup,
  },
  'a map with `type`',
);

/** Of rules that compare with completed trials. */
const comparing = { metric, startup_trials: startupTrials, warmup, interval };

export const medianForm = strictMap(
  {
    type: oneOf(['median'], 'Worse than the median of completed trials at that epoch.'),
    ...comparing,
  },
  'a map with `type`',
);

export const percentileForm = strictMap(
  {
    type: oneOf(['percentile'], 'Not among the best completed trials at that epoch.'),
    percentile: realNumber(
      { min: 0, aboveMin: true, max: 100, belowMax: true },
      'The share of completed trials that is good enough, in percent.',
    ),
    ...comparing,
  },
  'a map with `type`',
);

export const banditForm = strictMap(
  {
    type: oneOf(['bandit'], 'Further from the best than a slack.'),
    slack_factor: realNumber({ min: 0, aboveMin: true }, 'As a share of the best.').optional(),
    slack_amount: realNumber({ min: 0, aboveMin: true }, "In the metric's unit.").optional(),
    metric,
    warmup,
    interval,
  },
  'a map with `type`',
);

export const bandsForm = strictMap(
  {
    type: oneOf(['hyperband'], 'Not among the best 1 in eta at one of the bands (W&B).'),
    min_iter: wholeNumber(1, 1_000_000, 'Epoch of the first band.').optional(),
    max_iter: wholeNumber(1, 1_000_000, 'Epochs of which the bands are fractions.').optional(),
    s: wholeNumber(1, 100, 'How many bands there are below max_iter.').optional(),
    eta: realNumber(
      { min: 1, aboveMin: true },
      'The best 1 in eta go on; 3 by default.',
    ).optional(),
    strict: z
      .boolean({ error: 'true or false' })
      .describe("W&B's key, which changes nothing there either.")
      .optional(),
    metric,
  },
  'a map with `type`',
);

export const stoppingSchema = listOf(
  z.union([
    patienceForm,
    divergedForm,
    shortDivergedForm,
    thresholdForm,
    medianForm,
    percentileForm,
    banditForm,
    bandsForm,
  ]),
  'a list of rules',
).describe('When to give a trial up.');
