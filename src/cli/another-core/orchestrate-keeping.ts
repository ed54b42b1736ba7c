// The evaluation of a sweep in which some trials are kept from another core. Beside trials of this core a
// kept one may do better than it did, and be sent on from a rung where it had ended. It is then no longer
// finished, and cannot be trained on: the sweep is evaluated again with that trial trained anew. Each time
// there are fewer trials that are kept, and the memo knows all that was trained, so this comes to an end.

import { orchestrate } from '../../orchestrator/orchestrate.js';
import type { Identity, SweepOutcome, SweepParts } from '../../orchestrator/sweep-parts.js';
import type { Assignment } from '../../vocabulary/configuration.js';
import type { DecisionEvent, SweepListener } from '../../vocabulary/event.js';
import type { TrainingKey } from '../../vocabulary/segment.js';
import { type KeptTrials, keepingExecutor, keepingMemo } from './kept-trials.js';

/**
 * @param fresh what an evaluation is made of, anew each time: schedulers remember what they decided
 * @param identityUnder an assignment's identity, if that core trained it
 */
export async function orchestrateKeeping(
  fresh: () => SweepParts,
  kept: KeptTrials,
  identityUnder: (assignment: Assignment, core: string, rows?: number) => Identity,
): Promise<SweepOutcome> {
  /** The first training of its trial, by each training of a trial that is still kept. */
  const firstOf = new Map<TrainingKey, TrainingKey>();
  for (const [first, all] of kept.trainings) for (const key of all) firstOf.set(key, first);
  const isKept = (training: TrainingKey) => firstOf.has(training);

  function letGo(training: TrainingKey): void {
    const first = firstOf.get(training);
    for (const [key, itsFirst] of firstOf) if (itsFirst === first) firstOf.delete(key);
  }

  function identify(
    assignment: Assignment,
    rows: number | undefined,
    now: SweepParts['identify'],
  ): Identity {
    for (const core of kept.cores) {
      const identity = identityUnder(assignment, core, rows);
      if (identity.replicates.every((replicate) => isKept(replicate.training))) return identity;
    }
    return now(assignment, rows);
  }

  let trained = 0;
  for (;;) {
    const parts = fresh();
    const again = new AbortController();
    const needed: TrainingKey[] = [];
    const decisions = heldDecisions(parts.listen);
    const outcome = await orchestrate({
      ...parts,
      identify: (assignment, rows) => identify(assignment, rows, parts.identify),
      memo: keepingMemo(parts.memo, isKept),
      executor: keepingExecutor(parts.executor, isKept, (training) => {
        needed.push(training);
        again.abort();
      }),
      listen: decisions.listen,
      pause: AbortSignal.any([parts.pause, again.signal]),
    });
    trained += outcome.epochsTrained;
    needed.forEach(letGo);
    if (needed.length === 0 || parts.pause.aborted) {
      decisions.release();
      return { ...outcome, epochsTrained: trained };
    }
  }
}

/** What was decided is told when it is known to stand. */
function heldDecisions(listen: SweepListener) {
  const held: DecisionEvent[] = [];
  return {
    listen(event: Parameters<SweepListener>[0]) {
      if (event.kind === 'decision') held.push(event);
      else listen(event);
    },
    release: () => held.forEach(listen),
  };
}
