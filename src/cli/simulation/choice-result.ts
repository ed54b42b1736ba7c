// What a choice comes to beside what the stored sweep came to: epochs, the winner's fate, and regret. The
// law of ranking is the leaderboard's: what diverged ranks after what did not, what failed at the end.

import type { SweepDefinition } from '../../definition/sweep-definition.js';
import type { SweepSummary } from '../../store/read-sweeps.js';
import { type BestEpoch, compareValues, type Goal } from '../../vocabulary/metric.js';
import type { Certainty, Replayed, ReplayedTrial } from './replay.js';
import type { Candidate } from './stored-trials.js';

/** A trial with the epoch that speaks for it. */
export interface Found {
  readonly trial: number;
  readonly value: number;
  readonly epoch: number;
}

export interface ChoiceResult {
  /** The sweep's, with the choice's schedule and rules. */
  readonly definition: SweepDefinition;
  /** The sweep's own choice: what was, and no replay. */
  readonly isOwn: boolean;
  /** Of all replicates together, as the sweep counts what it has trained. */
  readonly epochs: number;
  readonly stopped: number;
  /** The stored sweep's best trial comes to a value that is as good. */
  readonly keepsWinner: boolean;
  /** null: nothing was measured. */
  readonly best: Found | null;
  /** By how much the best is worse than the stored sweep's; negative where it is better. */
  readonly regret: number | null;
  readonly certainty: Certainty;
  readonly unknown: Replayed['unknown'];
}

/** What the leaderboard ranks by. */
interface Ranked {
  readonly trial: number;
  readonly epochs: number;
  readonly best: BestEpoch | null;
  readonly hasFailed: boolean;
  readonly hasDiverged: boolean;
}

export function ownResult(
  sweep: SweepSummary,
  definition: SweepDefinition,
  candidates: readonly Candidate[],
  winner: Found,
): ChoiceResult {
  return {
    definition,
    isOwn: true,
    epochs: sweep.epochsTrained,
    stopped: candidates.filter(({ row }) => row.state === 'stopped').length,
    keepsWinner: true,
    best: winner,
    regret: 0,
    certainty: 'exact',
    unknown: [],
  };
}

export function replayedResult(
  definition: SweepDefinition,
  { trials, certainty, unknown }: Replayed,
  candidates: readonly Candidate[],
  winner: Found,
): ChoiceResult {
  const { goal } = definition.objective;
  const replicates = candidates[0]!.trainings.length;
  const ranked = trials.map(rankedOf).sort((a, b) => compareRanked(a, b, goal));
  const stored = { ...winner, best: winner, epochs: 0, hasFailed: false, hasDiverged: false };
  const its = ranked.find(({ trial }) => trial === winner.trial);
  const found = foundIn(ranked);
  return {
    definition,
    isOwn: false,
    epochs: trials.reduce((sum, { epochs }) => sum + epochs, 0) * replicates,
    stopped: trials.filter(({ fate }) => fate.state === 'stopped').length,
    keepsWinner: its !== undefined && compareWorth(its, stored, goal) <= 0,
    best: found,
    regret: found === null ? null : regretOf(found.value, winner.value, goal),
    certainty,
    unknown,
  };
}

/** The best by the sweep's (first) metric; null: nothing was measured. */
export function winnerOf(candidates: readonly Candidate[]): Found | null {
  const row = candidates.find((one) => one.row.rank === 1)?.row;
  if (row === undefined || row.value === null || row.epoch === null) return null;
  return { trial: row.trial, value: row.value, epoch: row.epoch };
}

function foundIn(ranked: readonly Ranked[]): Found | null {
  const first = ranked.find((one) => one.best !== null && !one.hasFailed);
  if (first === undefined) return null;
  const { value, epoch } = first.best!;
  return { trial: first.trial, value, epoch };
}

function rankedOf({ trial, epochs, best, fate }: ReplayedTrial): Ranked {
  const hasDiverged = fate.state === 'stopped' && fate.reason.rule === 'diverged';
  return { trial, epochs, best, hasFailed: fate.state === 'failed', hasDiverged };
}

/** Better first. */
function compareRanked(a: Ranked, b: Ranked, goal: Goal): number {
  return compareWorth(a, b, goal) || a.epochs - b.epochs || a.trial - b.trial;
}

function compareWorth(a: Ranked, b: Ranked, goal: Goal): number {
  const failed = Number(a.hasFailed) - Number(b.hasFailed);
  if (failed !== 0) return failed;
  const diverged = Number(a.hasDiverged) - Number(b.hasDiverged);
  if (diverged !== 0) return diverged;
  if (a.best === null || b.best === null) return Number(a.best === null) - Number(b.best === null);
  return compareValues(a.best.value, b.best.value, goal);
}

function regretOf(found: number, winner: number, goal: Goal): number | null {
  if (found === winner) return 0;
  const regret = goal === 'maximize' ? winner - found : found - winner;
  return Number.isNaN(regret) ? null : regret;
}
