// How much of what a sweep would train is known already, counted before it starts. It reads the same
// keys and asks for the same states as the sweep itself will, so that it promises no epoch that is trained
// after all.

import type { KnownTraining } from '../../store/read-trainings.js';
import type { Reader } from '../../store/reader.js';
import { spansBudget } from '../../trainables/network/network-session.js';
import { type BestEpoch, betterEpoch, type Objective } from '../../vocabulary/metric.js';
import type { StartedSweep } from '../prepare-sweep.js';
import { rowsOfData } from '../rows-of-data.js';
import { identityOf } from '../sweep-identity.js';
import { planSweep } from '../sweep-plan.js';

/** So many trials are looked at; the rest may know something as well. */
const MOST_COUNTED = 10_000;

export interface PlannedReuse {
  /** Epochs of all replicates together, if nothing is stopped early. */
  readonly planned: number;
  /** Of these, known; where rungs choose, the most that can turn out to be known. */
  readonly known: number;
  /** The same by rung of the plan. */
  readonly knownAtRungs: readonly number[];
  /** Trials that were looked at. */
  readonly counted: number;
  /** There are more trials than were looked at. */
  readonly cut: boolean;
  /** Which trials go on is not known yet, and so not which of what is known is needed. */
  readonly open: boolean;
  /** How many will go on is known; else it may be more than were planned. */
  readonly isPlanExact: boolean;
  /** What will be tried is known; else it follows from results, and nothing was looked at. */
  readonly isForeseen: boolean;
  /** Trials whose learning rate spans the epochs, which therefore share nothing with a shorter sweep. */
  readonly spanning: number;
}

export function plannedReuse(
  sweep: Pick<StartedSweep, 'definition' | 'data' | 'coreBuild' | 'plan'>,
  reader: Reader,
): PlannedReuse {
  const { definition, data, plan } = sweep;
  const { objective } = definition;
  // A sampler of its own: the sweep's is asked by the sweep alone.
  const { sampler } = planSweep(definition, data[0]!.task.kind, rowsOfData(data));
  const cut = plan.configurations > MOST_COUNTED;
  const isForeseen = sampler.observe === null;
  const most = !isForeseen ? 0 : cut ? MOST_COUNTED : plan.configurations;
  const rungs = plan.rungs.map(({ epochs }) => epochs);
  /** Of its bracket; behind the last as well. On other rows every rung begins anew. */
  const isFirst = (i: number) =>
    i === 0 ||
    i === rungs.length ||
    plan.rungs[i]!.rows !== undefined ||
    plan.rungs[i]!.bracket !== plan.rungs[i - 1]!.bracket;
  /** By rung, what each trial would find known on its way there. */
  const found: number[][] = rungs.map(() => []);
  let spanning = 0;
  let counted = 0;
  for (; counted < most; counted++) {
    const assignment = sampler.suggest(counted);
    if (assignment === null) break;
    const knownOn = (rows?: number) =>
      identityOf(assignment, sweep, undefined, rows).replicates.map(({ training }) =>
        reader.knownTraining(training, objective.name),
      );
    if (spansBudget(identityOf(assignment, sweep).configuration)) spanning++;
    const whole = knownOn();
    const bracket = plan.scheduler.bracketOf?.(counted);
    rungs.forEach((rung, i) => {
      const { bracket: itsBracket, rows } = plan.rungs[i]!;
      if (itsBracket !== bracket) return;
      const known = rows === undefined ? whole : knownOn(rows);
      // On its way to a rung a trial stands at the one before, with its state.
      const from = isFirst(i) ? 0 : rungs[i - 1]!;
      const again = (training: KnownTraining) =>
        isFirst(i + 1) ? repeated(training, rung, objective) : 0;
      const ahead = known.map((training) =>
        Math.max(0, usable(training, rung) - again(training) - from),
      );
      found[i]!.push(ahead.reduce((sum, epochs) => sum + epochs, 0));
    });
  }
  const knownAtRungs = found.map((epochs, i) => {
    const best = epochs.sort((a, b) => b - a).slice(0, plan.rungs[i]!.configurations);
    return best.reduce((all, next) => all + next, 0);
  });
  const known = knownAtRungs.reduce((sum, epochs) => sum + epochs, 0);
  const { isPlanExact } = plan.scheduler;
  const open = rungs.length > 1;
  const sizes = { planned: plan.epochs, known, knownAtRungs, counted };
  return { ...sizes, cut, open, isPlanExact, isForeseen, spanning };
}

/**
 * Epochs of the first `to` that need not be trained. All of them where they are known; else training goes
 * on from a state before, as in orchestrator/known-states.ts.
 */
function usable({ epochs, states }: KnownTraining, to: number): number {
  return epochs >= to ? to : (states.findLast((epoch) => epoch <= epochs) ?? 0);
}

/** Epochs that are known and trained again all the same, for a model whose state was never kept. */
function repeated(known: KnownTraining, to: number, objective: Objective): number {
  const { epochs, states, removed } = known;
  const best = epochs < to ? null : bestUpTo(known, to, objective);
  if (best === null || states.includes(best) || removed.includes(best)) return 0;
  return best - (states.findLast((epoch) => epoch < best) ?? 0);
}

function bestUpTo({ values }: KnownTraining, reach: number, objective: Objective): number | null {
  let best: BestEpoch | null = null;
  for (const value of values) {
    if (value.epoch <= reach) best = betterEpoch(best, value, objective);
  }
  return best?.epoch ?? null;
}
