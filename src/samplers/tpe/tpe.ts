// The tree-structured Parzen estimator (Bergstra et al. 2011), multivariate (Falkner et al. 2018), as in
// Optuna's TPESampler: of 24 points drawn from the good observations' density l, the one where l is greatest
// against the density g of all the others. What was proposed and has not been measured yet counts among the
// others (constant liar), so that trials side by side keep apart. Under a schedule with rungs the
// observations are those of the largest number of epochs that has enough of them, which makes it BOHB.

import { valueAt } from '../../space/draw.js';
import type { Assignment, ParameterValue } from '../../vocabulary/configuration.js';
import { compareValues, type Goal } from '../../vocabulary/metric.js';
import { PhiloxStream, Purpose } from '../../vocabulary/philox.js';
import type { Seed } from '../../vocabulary/seed.js';
import { distinctProposals, type ProposalOptions } from '../distinct-proposals.js';
import { finiteSpace } from '../finite-space.js';
import { independentDraws } from '../independent-draws.js';
import { type Measured, observationsByEpochs } from '../observations.js';
import type { Sampler } from '../sampler.js';
import { type Axis, axisOf } from './axis.js';
import { parzenEstimator } from './parzen-estimator.js';
import { type Point, pointTable } from './point-table.js';
import { bestOf, goodCount, placesOf } from './split.js';

/** Trials that are drawn at random before there is a model. */
const STARTUP = 10;
/** Points drawn for one proposal. */
const CANDIDATES = 24;

export interface TpeSamplerOptions extends ProposalOptions {
  /** The sweep's. */
  readonly seed: Seed;
  readonly goal: Goal;
}

export function tpeSampler(options: TpeSamplerOptions): Sampler {
  const { space, seed, goal, first, duplicates = false } = options;
  const axes = space.parameters.flatMap((parameter) => axisOf(parameter) ?? []);
  const fixed = space.parameters.flatMap((parameter): [string, ParameterValue][] =>
    axisOf(parameter) === null ? [[parameter.name, valueAt(parameter.domain, 0)]] : [],
  );
  const order = space.parameters.map(({ name }) => name);
  const draws = independentDraws(space.parameters, seed);
  const finite = duplicates ? null : finiteSpace(space, first);
  const proposals = distinctProposals(options, finite);
  const points = pointTable(axes);
  const good = parzenEstimator(points);
  const others = parzenEstimator(points);
  const observed = observationsByEpochs(axes.length + 1);
  let asked = 0;

  function fitModel(): void {
    const known = observed.atMost();
    const best = bestOf(known, goodCount(known.length), goal);
    const isGood = new Uint8Array(points.size);
    const isOther = new Uint8Array(points.size).fill(1);
    // What is known, but only at fewer epochs, says nothing here; what is not known yet is among the others.
    for (let trial = 0; trial < points.size; trial++) if (observed.has(trial)) isOther[trial] = 0;
    for (const { trial } of known) isOther[trial] = 1;
    for (const { trial } of best) {
      isGood[trial] = 1;
      isOther[trial] = 0;
    }
    good.fit(placesOf(isGood));
    others.fit(placesOf(isOther));
  }

  /** Drawn for one trial, the most promising first. */
  function candidates(trial: number, round: number): readonly Assignment[] {
    const stream = new PhiloxStream(seed, Purpose.search, round, trial + 1);
    const drawn = Array.from({ length: CANDIDATES }, () => assignmentAt(good.draw(stream)));
    const looked = drawn.map((assignment) => {
      const admitted = space.admit(assignment);
      return { assignment, point: pointOf(admitted ?? {}), isForbidden: admitted === null };
    });
    return looked
      .map(({ assignment, point, isForbidden }, i) => {
        const promise = isForbidden
          ? Number.NEGATIVE_INFINITY
          : good.logDensity(point) - others.logDensity(point);
        return { assignment, promise, i };
      })
      .sort((a, b) => compareValues(a.promise, b.promise, 'maximize') || a.i - b.i)
      .map(({ assignment }) => assignment);
  }

  function assignmentAt(point: Point): Assignment {
    const drawn = new Map<string, ParameterValue>(fixed);
    axes.forEach((axis, i) => void drawn.set(axis.name, axis.valueOf(point[i]!)));
    return Object.fromEntries(order.map((name) => [name, drawn.get(name)!]));
  }

  function pointOf(proposal: Assignment): Point {
    return Float64Array.from(axes, (axis: Axis) => {
      const value = proposal[axis.name];
      return value === undefined ? Number.NaN : axis.coordinateOf(value);
    });
  }

  function propose(trial: number): Assignment | null {
    if (axes.length === 0 || observed.trials < STARTUP) {
      return proposals.next((attempt) => draws(trial, attempt));
    }
    let round = -1;
    let ranked: readonly Assignment[] = [];
    return proposals.next((attempt) => {
      const wanted = Math.floor(attempt / CANDIDATES);
      if (wanted !== round) {
        if (round === -1) fitModel();
        round = wanted;
        ranked = candidates(trial, round);
      }
      return ranked[attempt % CANDIDATES]!;
    });
  }

  return {
    size: finite?.count ?? null,
    suggest(trial) {
      if (trial !== asked)
        throw new Error(`expected trial ${asked} to be asked for, found ${trial}`);
      asked++;
      const proposal = propose(trial);
      if (proposal !== null) points.add(pointOf(proposal));
      return proposal;
    },
    observe({ trial, state, epochs, values }) {
      observed.note({ trial, epochs, value: values[0]! } satisfies Measured, state);
    },
    exhaustion: proposals.exhaustion,
  };
}
