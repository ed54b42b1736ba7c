// Sweeps of every part that there is, over a space with a conditional parameter and a forbidden corner, on
// scripted curves: some trials diverge, some fail, the rest learn at their own pace.

import type { Sampler } from '../../../src/samplers/sampler.js';
import type { Scheduler } from '../../../src/schedulers/scheduler.js';
import type { Space } from '../../../src/space/parameter.js';
import { searchSpace } from '../../../src/space/search-space.js';
import type { StoppingRule } from '../../../src/stoppers/stopper.js';
import { networkSettings } from '../../../src/trainables/network/settings.js';
import type { Configuration } from '../../../src/vocabulary/configuration.js';
import { log } from '../../../src/vocabulary/deterministic-math.js';
import { canonicalJson } from '../../../src/vocabulary/hash.js';
import type { Goal, Objective } from '../../../src/vocabulary/metric.js';
import type { Failure } from '../../../src/vocabulary/segment.js';
import { samplers } from './parts.js';
import { type Circumstances, playSweep, type Run, type Sweep } from './played-sweep.js';

export const TRIALS = 18;
export const EPOCHS = 9;
export const SLOTS = 4;

export const ladder = { trials: TRIALS, minEpochs: 1, epochs: EPOCHS, eta: 3 } as const;

export interface Combination {
  readonly sampler: (goal: Goal) => Sampler;
  readonly scheduler: (objective: Objective) => Scheduler;
  readonly rules: (objective: Objective) => readonly StoppingRule[];
}

/** momentum has an effect under sgd alone. */
export const mixedSpace: Space = [
  { name: 'lr', domain: { kind: 'log_uniform_values', min: 1e-4, max: 0.1 } },
  { name: 'optimizer', domain: { kind: 'categorical', values: ['sgd', 'adam'] } },
  { name: 'momentum', domain: { kind: 'uniform', min: 0, max: 0.9 } },
  { name: 'batch_size', domain: { kind: 'int_uniform', min: 8, max: 64 } },
];
export const listedSpace: Space = [
  { name: 'lr', domain: { kind: 'categorical', values: [0.1, 0.03, 0.01, 0.003, 0.001] } },
  { name: 'optimizer', domain: { kind: 'categorical', values: ['sgd', 'adam'] } },
];

export function samplerOver(method: string, parameters: Space): Combination['sampler'] {
  const space = searchSpace({ parameters, settings: networkSettings, fixed: {} });
  return (goal) => samplers[method]!({ space, seed: 3, goal });
}

interface Asked extends Circumstances {
  readonly goal?: Goal;
}

const failure: Failure = { kind: 'error', message: 'no luck', detail: 'no luck', attempts: 2 };

/** A whole number from a configuration, for what happens to some trials and not to others. */
function mixed(configuration: Configuration): number {
  let hash = 7;
  for (const character of canonicalJson(configuration)) {
    hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
  }
  return hash;
}

export const isBroken = (configuration: Configuration) => mixed(configuration) % 11 === 3;
const diverges = (configuration: Configuration) => mixed(configuration) % 9 === 4;

/** Better near lr 0.01, with a bend at the half; a loss, to be minimised. */
function lossOf(configuration: Configuration, epoch: number): number {
  const distance = log(Number(configuration.lr ?? 0.001) / 0.01);
  const pace = 1 + (mixed(configuration) % 5);
  return (distance * distance) / 10 + 1 / (epoch + pace) + (mixed(configuration) % 7) / 100;
}

export function runCombination(
  { sampler, scheduler, rules }: Combination,
  { goal = 'minimize', ...circumstances }: Asked = {},
): Promise<Run> {
  const objective: Objective = { name: 'val_loss', goal };
  const sign = goal === 'minimize' ? 1 : -1;
  const sweep: Sweep = {
    sampler: sampler(goal),
    scheduler: scheduler(objective),
    rules: rules(objective),
    objective,
    epochs: EPOCHS,
    slots: SLOTS,
    cost: (configuration) => 1 + (mixed(configuration) % 3),
    curve: (configuration, epoch) =>
      diverges(configuration) && epoch > mixed(configuration) % 4
        ? { val_loss: Number.NaN, train_loss: 1 }
        : { val_loss: sign * lossOf(configuration, epoch), train_loss: 1 },
    failure: (configuration, epoch) =>
      isBroken(configuration) && epoch === 1 + (mixed(configuration) % EPOCHS) ? failure : null,
  };
  return playSweep(sweep, circumstances);
}
