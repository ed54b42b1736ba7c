// CMA-ES (Hansen, "The CMA Evolution Strategy: A Tutorial", 2023), with restarts of twice the population (IPOP,
// Auger and Hansen 2005). A generation is the next so many trials of which something becomes known, whatever their
// numbers, so that trials in all slots are of use, and none is waited for. Invariant: a proposal depends on the
// seed, the trial, and what was observed until then, and on values by their order alone.

import type { Assignment } from '../../vocabulary/configuration.js';
import type { Goal } from '../../vocabulary/metric.js';
import { PhiloxStream, Purpose } from '../../vocabulary/philox.js';
import type { Seed } from '../../vocabulary/seed.js';
import { distinctProposals, type ProposalOptions } from '../distinct-proposals.js';
import { finiteSpace } from '../finite-space.js';
import type { Observation, Sampler } from '../sampler.js';
import { sobolDraws } from '../sobol.js';
import { coordinatesOf } from './coordinates.js';
import { type Individual, ranking } from './generation.js';
import type { Vector } from './search-distribution.js';
import { searchModel } from './search-model.js';
import { defaultPopulation } from './strategy-parameters.js';

/** Draws for one trial; then the distribution has nothing new, or nothing allowed, to give. */
const DRAWN_IN_A_ROW = 32;
/** Generations in a row in which nothing was better than anything else: there is nothing to follow here. */
const FLAT_IN_A_ROW = 3;

export interface CmaEsSamplerOptions extends ProposalOptions {
  /** The sweep's. */
  readonly seed: Seed;
  readonly goal: Goal;
}

export function cmaEsSampler(options: CmaEsSamplerOptions): Sampler {
  const { space, seed, goal, first, duplicates = false } = options;
  const coordinates = coordinatesOf(space.parameters);
  const { numbers, choices } = coordinates;
  const finite = duplicates ? null : finiteSpace(space, first);
  const proposals = distinctProposals(options, finite);
  const evenDraws = sobolDraws(space.parameters, seed);
  const middle = new Float64Array(numbers.length).fill(0.5);
  let model = searchModel(coordinates, middle, defaultPopulation(numbers.length + choices.length));
  let restarts = 0;
  /** Trials since the model's start. */
  let proposed = 0;
  let flat = 0;
  /** Those that the model has not learned from, and the best one, which it always learns from. */
  const individuals = new Map<number, Individual>();
  let best: Individual | null = null;
  let known = new Set<Individual>();

  function suggest(trial: number): Assignment | null {
    let drawn: Vector = model.mean;
    // More than the first points would say nothing new of the middle: what is asked for meanwhile looks around.
    const looksAround = proposed >= model.population && !model.hasLearned;
    const proposal = proposals.next((attempt, index) => {
      if (looksAround || attempt >= DRAWN_IN_A_ROW) return evenDraws(index);
      const stream = new PhiloxStream(seed, Purpose.search, attempt, trial + 1);
      const point = model.draw(stream);
      drawn = point.numbers;
      return coordinates.assignmentOf(point);
    });
    if (proposal === null) return null;
    proposed++;
    const point = coordinates.pointOf(proposal, drawn);
    individuals.set(trial, { trial, point, seen: [] });
    return proposal;
  }

  function observe(observation: Observation): void {
    const individual = individuals.get(observation.trial);
    if (individual === undefined) return;
    individual.seen.push(observation);
    if (individual !== best) known.add(individual);
    if (known.size === model.population) learn();
  }

  /** The best point so far takes the place of the worst one of the generation, if it is no worse itself. */
  function learn(): void {
    const { order, isFlat } = ranking(best === null ? [...known] : [best, ...known], goal);
    for (const { trial } of order.slice(1)) individuals.delete(trial);
    best = order[0]!;
    known = new Set();
    flat = isFlat ? flat + 1 : 0;
    if (!isFlat) model.learn(order.slice(0, model.population).map(({ point }) => point));
    if (model.hasCollapsed || flat === FLAT_IN_A_ROW) restart();
  }

  /** Elsewhere, with twice the population; trials that are under way are of the run before. */
  function restart(): void {
    restarts++;
    const stream = new PhiloxStream(seed, Purpose.search, restarts);
    const start = middle.map(() => stream.uniform());
    model = searchModel(coordinates, start, 2 * model.population);
    individuals.clear();
    [best, proposed, flat] = [null, 0, 0];
  }

  return {
    size: finite?.count ?? null,
    suggest,
    observe,
    exhaustion: proposals.exhaustion,
  };
}
