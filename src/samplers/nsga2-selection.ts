// Who of a population stays: whole fronts first, and of the one that does not fit those with the most room
// around them (Deb et al. 2002). Ties go to the earlier trial, so that nothing is left to chance.

import type { Goal } from '../vocabulary/metric.js';
import { crowdingDistances, type Point, paretoFronts } from '../vocabulary/pareto.js';
import type { Genes } from './nsga2-breeding.js';

export interface Individual {
  readonly trial: number;
  readonly genes: Genes;
  /** One for each objective; null: not known yet. */
  values: Point | null;
}

export interface Parent {
  readonly trial: number;
  readonly genes: Genes;
  /** 1 is the best; infinite where a value is NaN. */
  readonly front: number;
  /** The crowding distance. */
  readonly room: number;
}

/** @param candidates whose values are known */
export function survivors(
  candidates: readonly Individual[],
  population: number,
  goals: readonly Goal[],
): readonly Parent[] {
  const fronts = new Map<number, Individual[]>();
  paretoFronts(candidates.map(pointOf), goals).forEach((front, i) => {
    const rank = front ?? Number.POSITIVE_INFINITY;
    fronts.set(rank, [...(fronts.get(rank) ?? []), candidates[i]!]);
  });
  const ordered = [...fronts].sort(([a], [b]) => (a < b ? -1 : 1));
  return ordered
    .flatMap(([front, members]) => parentsOf(front, members, goals))
    .slice(0, population);
}

function parentsOf(
  front: number,
  members: readonly Individual[],
  goals: readonly Goal[],
): Parent[] {
  const rooms = Number.isFinite(front)
    ? crowdingDistances(members.map(pointOf), goals)
    : members.map(() => 0);
  return members
    .map(({ trial, genes }, i) => ({ trial, genes, front, room: rooms[i]! }))
    .sort((a, b) => (a.room === b.room ? a.trial - b.trial : a.room < b.room ? 1 : -1));
}

function pointOf({ values }: Individual): Point {
  return values!;
}
