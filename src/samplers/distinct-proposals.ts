// One proposal after the other, none of them forbidden and none twice: what is drawn again, for how long, and
// why there is nothing left in the end. Invariant: memory grows only with proposals that could come again; one
// with a continuous value never does, and is not remembered.

import { isContinuous } from '../space/enumeration.js';
import type { SearchSpace } from '../space/search-space.js';
import type { Assignment } from '../vocabulary/configuration.js';
import { shortHash } from '../vocabulary/hash.js';
import type { Reason } from '../vocabulary/verdict.js';
import { finiteSpace } from './finite-space.js';

/** Draws for one trial, after which there is taken to be nothing left. */
const DRAWS_IN_A_ROW = 256;

export interface ProposalOptions {
  readonly space: SearchSpace;
  /** Tried before anything is drawn, in this order: values that the space has, as `admit` leaves them. */
  readonly first?: readonly Assignment[];
  /** What was tried may be tried again. */
  readonly duplicates?: boolean;
}

/**
 * @param attempt 0, 1, 2 … for one trial
 * @param drawn how often was drawn before, for all trials
 */
export type Draw = (attempt: number, drawn: number) => Assignment;

export interface Proposals {
  /** Of the next trial, 0, 1, 2 …; null: nothing is left, now and ever after. */
  next(draw: Draw): Assignment | null;
  /** Why nothing is left, where that is so. */
  exhaustion(): Reason | null;
}

/**
 * @param finite of the space with what comes first, where somebody has counted already
 */
export function distinctProposals(
  { space, first = [], duplicates = false }: ProposalOptions,
  finite = duplicates ? null : finiteSpace(space, first),
): Proposals {
  const continuous = space.parameters.filter(({ domain }) => isContinuous(domain));
  /** Keys, or where nobody can count them short hashes: of two that are equal one is drawn again for nothing. */
  const tried = new Set<string | number>();
  let trial = 0;
  let drawn = 0;
  let end: Reason | null = null;

  const canRepeat = (proposal: Assignment) =>
    !duplicates && continuous.every(({ name }) => proposal[name] === undefined);

  /** @returns whether it is new */
  function note(proposal: Assignment): boolean {
    if (!canRepeat(proposal)) return true;
    const before = tried.size;
    const key = space.keyOf(proposal);
    tried.add(finite === null ? shortHash(key) : key);
    return tried.size > before;
  }

  function drawNew(draw: Draw): Assignment | null {
    let forbidden = 0;
    for (let attempt = 0; attempt < DRAWS_IN_A_ROW; attempt++) {
      const proposal = space.admit(draw(attempt, drawn++));
      if (proposal === null) forbidden++;
      else if (note(proposal)) return proposal;
    }
    if (finite === null) end = nothingNew(forbidden);
    return firstLeft();
  }

  /** What no draw has hit upon, from another place for every trial. */
  function firstLeft(): Assignment | null {
    if (finite === null) return null;
    const { points } = finite;
    for (let step = 0; step < points.size; step++) {
      const proposal = space.admit(points.point((drawn + step) % points.size));
      if (proposal !== null && note(proposal)) return proposal;
    }
    throw new Error('all configurations were tried, and yet fewer than there are');
  }

  function propose(draw: Draw): Assignment | null {
    const given = first[trial];
    if (given !== undefined) {
      note(given);
      return given;
    }
    if (finite !== null && tried.size >= finite.count) end = allTried(finite.count);
    return end === null ? drawNew(draw) : null;
  }

  return {
    next(draw) {
      if (end !== null) return null;
      const proposal = propose(draw);
      trial++;
      return proposal;
    },
    exhaustion: () => end,
  };
}

/** The reason where each of so many configurations was tried. */
export function allTried(configurations: number): Reason {
  const text =
    configurations === 1
      ? 'the only configuration was tried'
      : `all ${configurations} configurations were tried`;
  return Object.freeze({ rule: 'search', text, facts: Object.freeze({ configurations }) });
}

function nothingNew(forbidden: number): Reason {
  const draws = DRAWS_IN_A_ROW;
  const what =
    forbidden === 0
      ? 'were tried'
      : forbidden === draws
        ? 'are forbidden'
        : 'were tried or are forbidden';
  const text = `${draws} draws in a row gave only configurations that ${what}`;
  return Object.freeze({ rule: 'search', text, facts: Object.freeze({ draws, forbidden }) });
}
