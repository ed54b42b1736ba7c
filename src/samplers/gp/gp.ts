// Bayesian optimisation with a Gaussian process, as Optuna's GPSampler does it in spirit: a model of what was
// measured, and the proposal of which most improvement is expected. Trials that were proposed and are not
// measured yet count with the mean that the model expects of them, so that the next one keeps apart. Under a
// schedule with rungs the model is of the largest number of epochs that has enough trials. Invariant: a
// proposal depends on the seed, the trial and the order in which results were heard of, and on nothing else.

import { valueAt } from '../../space/draw.js';
import { clamped } from '../../space/quantise.js';
import type { Assignment } from '../../vocabulary/configuration.js';
import type { Goal } from '../../vocabulary/metric.js';
import { PhiloxStream, Purpose } from '../../vocabulary/philox.js';
import type { Seed } from '../../vocabulary/seed.js';
import { distinctProposals, type ProposalOptions } from '../distinct-proposals.js';
import { finiteSpace } from '../finite-space.js';
import { observationsByEpochs } from '../observations.js';
import type { Sampler } from '../sampler.js';
import { sobolDraws } from '../sobol.js';
import { axesOf, type Point, pointOf } from './axes.js';
import { costsOf } from './costs.js';
import { promisingProposals } from './improvement-search.js';
import { learner } from './surrogate.js';

/** Trials of a scrambled Sobol' sequence before there is a model. */
const STARTUP = 10;
/** One in so many goes on with the sequence, whatever the model says: one that is wrong would never hear of it. */
const UNGUIDED = 8;
/** Points that are looked at for one proposal, times the trials that there are. */
const LOOKS = 100_000;
/** Of these, from how many the search goes uphill, times the trials. */
const CLIMBS = 1500;

export interface GpSamplerOptions extends ProposalOptions {
  /** The sweep's. */
  readonly seed: Seed;
  readonly goal: Goal;
}

export function gpSampler(options: GpSamplerOptions): Sampler {
  const { space, seed, goal, first, duplicates = false } = options;
  const axes = axesOf(space.parameters);
  const fixed = Object.fromEntries(
    space.parameters
      .filter(({ name }) => axes.every((axis) => axis.name !== name))
      .map(({ name, domain }) => [name, valueAt(domain, 0)]),
  );
  const draws = sobolDraws(space.parameters, seed);
  const finite = duplicates ? null : finiteSpace(space, first);
  const proposals = distinctProposals(options, finite);
  const observed = observationsByEpochs(axes.length + 1);
  /** Of every trial. */
  const points: Point[] = [];
  const learn = learner(axes);

  /** The most promising first; none where nothing that was measured is finite. */
  function promising(trial: number): readonly Assignment[] {
    const known = observed.atMost();
    const values = known.map(({ value }) => value);
    const costs = costsOf(values, goal);
    if (costs === null) return [];
    const isKnown = new Set(known.map(({ trial }) => trial));
    const measured = { points: known.map(({ trial }) => points[trial]!), costs };
    const unmeasured = points.filter((_, trial) => !isKnown.has(trial));
    return promisingProposals({
      ...learn(measured, unmeasured),
      space,
      axes,
      fixed,
      stream: new PhiloxStream(seed, Purpose.search, 0, trial + 1),
      looks: clamped(Math.floor(LOOKS / points.length), 128, 512),
      climbs: clamped(Math.floor(CLIMBS / points.length), 2, 5),
    });
  }

  /** Uphill leads to one and the same place again, such as an end of the range. */
  function isTried(proposal: Assignment): boolean {
    const point = pointOf(axes, proposal);
    return points.some((tried) => tried.every((x, axis) => Object.is(x, point[axis])));
  }

  function propose(trial: number): Assignment | null {
    const isGuided = observed.trials >= STARTUP && trial % UNGUIDED !== UNGUIDED - 1;
    if (axes.length === 0 || !isGuided) {
      return proposals.next((_, drawn) => draws(drawn));
    }
    let ranked: readonly Assignment[] | null = null;
    return proposals.next((attempt, drawn) => {
      ranked ??= promising(trial).filter((one) => duplicates || !isTried(one));
      return ranked[attempt] ?? draws(drawn);
    });
  }

  return {
    size: finite?.count ?? null,
    suggest(trial) {
      const proposal = propose(trial);
      // Where nothing is left, whatever is asked for is not there.
      if (proposal === null) return null;
      if (trial !== points.length) {
        throw new Error(`expected trial ${points.length} to be asked for, found ${trial}`);
      }
      points.push(pointOf(axes, proposal));
      return proposal;
    },
    observe({ trial, state, epochs, values }) {
      const value = state === 'failed' ? Number.NaN : values[0]!;
      observed.note({ trial, epochs, value }, state);
    },
    exhaustion: proposals.exhaustion,
  };
}
