// Any sweep: a random space, one of every part, a ladder, slots, and curves some of which leave the numbers for
// an epoch or for good, and some of which fail. What becomes of a training is a function of its configuration.

import fc from 'fast-check';
import type { Configuration } from '../../../src/vocabulary/configuration.js';
import { canonicalJson, shortHash } from '../../../src/vocabulary/hash.js';
import type { Goal, Objective } from '../../../src/vocabulary/metric.js';
import type { Failure } from '../../../src/vocabulary/segment.js';
import { rules, samplers, samplersOfLists, schedulers, slowSamplers } from './parts.js';
import type { Sweep } from './played-sweep.js';
import { type RandomSpace, randomSpaces } from './random-spaces.js';

/** At which share of its epochs it happens, once or from there on. */
interface Accident {
  readonly kind: 'none' | 'NaN' | 'infinite' | 'least of all' | 'failure';
  readonly share: number;
  readonly lasts: boolean;
}

export interface RandomSweep {
  readonly method: string;
  readonly schedule: string;
  readonly stopping: readonly string[];
  readonly space: RandomSpace;
  readonly seed: number;
  readonly trials: number;
  readonly epochs: number;
  readonly minEpochs: number;
  readonly eta: number;
  readonly slots: number;
  /** What curves fall to, one after the other by configuration. */
  readonly levels: readonly number[];
  readonly accidents: readonly Accident[];
}

const accidents: fc.Arbitrary<Accident> = fc.record({
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constant('none' as const) },
    { weight: 4, arbitrary: fc.constantFrom('NaN', 'infinite', 'least of all', 'failure') },
  ),
  share: fc.double({ min: 0, max: 0.999, noNaN: true }),
  lasts: fc.boolean(),
});

const levels = fc.oneof(
  fc.array(fc.double({ min: -1, max: 2, noNaN: true }), { minLength: 8, maxLength: 8 }),
  // With ties.
  fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 5, maxLength: 5 }),
);

/** Any of them; those that take long less often. */
const methods = fc.oneof(
  ...Object.keys(samplers).map((method) => ({
    weight: slowSamplers.has(method) ? 1 : 6,
    arbitrary: fc.constant(method),
  })),
);

export const randomSweeps: fc.Arbitrary<RandomSweep> = methods
  .chain((method) =>
    fc.record({
      method: fc.constant(method),
      schedule: fc.constantFrom(...Object.keys(schedulers)),
      stopping: fc.subarray(Object.keys(rules), { maxLength: 2 }),
      space: randomSpaces(samplersOfLists.has(method)),
      seed: fc.nat(),
      trials: fc.integer({ min: 1, max: 24 }),
      epochs: fc.integer({ min: 1, max: 12 }),
      minEpochs: fc.integer({ min: 1, max: 3 }),
      eta: fc.integer({ min: 2, max: 4 }),
      slots: fc.integer({ min: 1, max: 6 }),
      levels,
      accidents: fc.array(accidents, { minLength: 6, maxLength: 6 }),
    }),
  )
  .map((drawn) => ({ ...drawn, minEpochs: Math.min(drawn.minEpochs, drawn.epochs) }));

export const failure: Failure = {
  kind: 'error',
  message: 'no luck',
  detail: 'no luck',
  attempts: 1,
};

function markOf(configuration: Configuration): number {
  return shortHash(canonicalJson(configuration));
}

/** The accident of a configuration, where it has happened at an epoch. */
function accidentAt(sweep: RandomSweep, configuration: Configuration, epoch: number) {
  const mark = markOf(configuration);
  const accident = sweep.accidents[mark % sweep.accidents.length]!;
  const first = 1 + Math.floor(accident.share * sweep.epochs);
  return epoch === first || (accident.lasts && epoch > first) ? accident.kind : 'none';
}

export const failsAt = (sweep: RandomSweep, configuration: Configuration, epoch: number): boolean =>
  accidentAt(sweep, configuration, epoch) === 'failure';

/** A loss, to be minimised. */
export function lossAt(sweep: RandomSweep, configuration: Configuration, epoch: number): number {
  const mark = markOf(configuration);
  switch (accidentAt(sweep, configuration, epoch)) {
    case 'NaN':
      return Number.NaN;
    case 'infinite':
      return Number.POSITIVE_INFINITY;
    case 'least of all':
      return Number.NEGATIVE_INFINITY;
    default: {
      const level = sweep.levels[mark % sweep.levels.length]!;
      return level + (mark % 3) / (epoch + (mark % 5) + 1);
    }
  }
}

/** Its parts, made anew. */
export function sweepOf(sweep: RandomSweep, goal: Goal = 'minimize'): Sweep {
  const { space, seed, trials, epochs, minEpochs, eta, slots } = sweep;
  const objective: Objective = { name: 'val_loss', goal };
  const sign = goal === 'minimize' ? 1 : -1;
  return {
    sampler: samplers[sweep.method]!({ space: space.space, seed, goal }),
    scheduler: schedulers[sweep.schedule]!({ trials, epochs, minEpochs, eta, objective }),
    rules: sweep.stopping.flatMap((name) => rules[name]!(objective, epochs)),
    objective,
    epochs,
    slots,
    cost: (configuration) => 1 + (markOf(configuration) % 3),
    curve: (configuration, epoch) => ({
      val_loss: sign * lossAt(sweep, configuration, epoch),
      train_loss: 1 / epoch,
    }),
    failure: (configuration, epoch) => (failsAt(sweep, configuration, epoch) ? failure : null),
  };
}
