// All schedules by the name that a configuration calls them. A new one is one file, one line here, and
// a row in the test registry; the settings take their words from this list.

import { constant } from './constant.js';
import { cosine } from './cosine.js';
import { cosineWarmRestarts } from './cosine-warm-restarts.js';
import { exponential } from './exponential.js';
import { inverseSqrt } from './inverse-sqrt.js';
import { linear } from './linear.js';
import { multiStep } from './multi-step.js';
import { oneCycle } from './one-cycle.js';
import { polynomial } from './polynomial.js';
import { reduceOnPlateau } from './reduce-on-plateau.js';
import type { Schedule } from './schedule.js';
import { step } from './step.js';

export const schedules: readonly Schedule[] = Object.freeze([
  constant,
  step,
  multiStep,
  exponential,
  cosine,
  cosineWarmRestarts,
  linear,
  polynomial,
  inverseSqrt,
  oneCycle,
  reduceOnPlateau,
]);

export function scheduleNamed(name: string): Schedule {
  const found = schedules.find((schedule) => schedule.name === name);
  if (found === undefined) throw new TypeError(`there is no schedule ${name}`);
  return found;
}
