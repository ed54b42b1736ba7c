// NSGA-II (Deb, Pratap, Agarwal and Meyarivan 2002): generations of trials, bred from the best of all before
// them by fronts and crowding. Trial n is of generation n div population, whatever runs when. Invariant: a
// proposal depends on the seed, the trial and what was observed until then; parents change only when a
// whole generation is known.

import { valueAt } from '../space/draw.js';
import { unitAt } from '../space/undraw.js';
import type { Assignment } from '../vocabulary/configuration.js';
import { shortHash } from '../vocabulary/hash.js';
import type { Goal } from '../vocabulary/metric.js';
import { PhiloxStream, Purpose } from '../vocabulary/philox.js';
import type { Seed } from '../vocabulary/seed.js';
import { distinctProposals, type ProposalOptions } from './distinct-proposals.js';
import { finiteSpace } from './finite-space.js';
import { breed, draw, type Genes, within } from './nsga2-breeding.js';
import { type Individual, type Parent, survivors } from './nsga2-selection.js';
import type { Sampler } from './sampler.js';

/** Trials of a generation; as many parents stay. */
const POPULATION = 20;
/** Children for one trial, and draws for it that are bred; then parents have nothing new to give. */
const BRED_IN_A_ROW = 32;

export interface Nsga2SamplerOptions extends ProposalOptions {
  /** The sweep's. */
  readonly seed: Seed;
  /** Of the objectives, in their order. */
  readonly goals: readonly Goal[];
  readonly population?: number;
}

/**
 * While results of a generation are still to come, proposals of the next one have the parents that the last
 * whole generation left behind; until the first is whole they are independent draws. A trial counts by what
 * was observed of it last: at a rung, or at its end. One that failed is worse than any other.
 */
export function nsga2Sampler(options: Nsga2SamplerOptions): Sampler {
  const { space, seed, goals, first, duplicates = false, population = POPULATION } = options;
  const { parameters } = space;
  const finite = duplicates ? null : finiteSpace(space, first);
  const proposals = distinctProposals(options, finite);
  /** Short hashes of proposals: of two that are equal one is bred again for nothing. */
  const tried = new Set<number>();
  /** Parents, and trials whose generation is not whole. */
  const individuals = new Map<number, Individual>();
  let parents: readonly Parent[] = [];
  /** The first generation that is not whole. */
  let generation = 0;

  function suggest(trial: number): Assignment | null {
    let genes: Genes | null = null;
    const proposal = proposals.next((attempt) => {
      const random = new PhiloxStream(seed, Purpose.breed, trial, attempt);
      const isBred = parents.length > 0 && attempt < BRED_IN_A_ROW;
      genes = isBred ? bredAnew(random) : draw(parameters, random);
      return assignmentOf(genes);
    });
    if (proposal === null) return null;
    tried.add(markOf(proposal));
    const own = genes !== null && isOf(genes, proposal) ? genes : genesOf(trial, proposal);
    individuals.set(trial, { trial, genes: own, values: null });
    return proposal;
  }

  /** Genes are handed on as they are, so that even a number without steps may come again: not as a whole. */
  function bredAnew(random: PhiloxStream): Genes {
    for (let child = 1; ; child++) {
      const genes = breed(parents, parameters, random);
      const admitted = duplicates ? null : space.admit(assignmentOf(genes));
      if (admitted === null || child === BRED_IN_A_ROW || !tried.has(markOf(admitted)))
        return genes;
    }
  }

  function markOf(proposal: Assignment): number {
    return shortHash(space.keyOf(proposal));
  }

  function assignmentOf(genes: Genes): Assignment {
    const drawn = parameters.map(({ name, domain }, i) => [name, valueAt(domain, genes[i]!)]);
    return Object.fromEntries(drawn);
  }

  /** Not where draws gave nothing new, and what was left of the space has taken their place. */
  function isOf(genes: Genes, proposal: Assignment): boolean {
    const admitted = space.admit(assignmentOf(genes));
    return admitted !== null && space.keyOf(admitted) === space.keyOf(proposal);
  }

  /** Of a proposal that was not drawn: what has no effect in it is. */
  function genesOf(trial: number, proposal: Assignment): Genes {
    const drawn = draw(parameters, new PhiloxStream(seed, Purpose.breed, trial));
    return parameters.map(({ name, domain }, i) => {
      const value = proposal[name];
      return value === undefined ? drawn[i]! : within(unitAt(domain, value));
    });
  }

  /** The trials of a generation; null while one of them is not known. */
  function wholeGeneration(): readonly Individual[] | null {
    const members: Individual[] = [];
    for (let trial = generation * population; members.length < population; trial++) {
      const member = individuals.get(trial);
      if (member === undefined || member.values === null) return null;
      members.push(member);
    }
    return members;
  }

  function select(members: readonly Individual[]): void {
    const candidates = [...parents.map(({ trial }) => individuals.get(trial)!), ...members];
    parents = survivors(candidates, population, goals);
    const kept = new Set(parents.map(({ trial }) => trial));
    for (const { trial } of candidates) if (!kept.has(trial)) individuals.delete(trial);
    generation++;
  }

  return {
    size: finite?.count ?? null,
    suggest,
    exhaustion: proposals.exhaustion,
    observe({ trial, state, values }) {
      const individual = individuals.get(trial);
      if (individual === undefined) return;
      individual.values = state === 'failed' ? values.map(() => Number.NaN) : values;
      for (let whole = wholeGeneration(); whole !== null; whole = wholeGeneration()) select(whole);
    },
  };
}
