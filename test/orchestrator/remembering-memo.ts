// A memo in memory: it listens to a sweep as the store does, and remembers. States can be lost, as
// files can.

import type { Memo } from '../../src/store/memo.js';
import type { SweepEvent } from '../../src/vocabulary/event.js';
import type { EpochMetrics } from '../../src/vocabulary/metric.js';
import type { TrainingKey, TrainingState } from '../../src/vocabulary/segment.js';

export interface RememberingMemo extends Memo {
  readonly listen: (event: SweepEvent) => void;
  /** States that `recall` still lists, but that cannot be loaded any more. */
  damage(training: TrainingKey, epoch: number): void;
  /** States that are gone without a trace. */
  forget(training: TrainingKey, epoch: number): void;
  /** States that stay, as training@epoch. */
  kept(): readonly string[];
}

export function rememberingMemo(events: readonly SweepEvent[] = []): RememberingMemo {
  const curves = new Map<TrainingKey, EpochMetrics[]>();
  const states = new Map<TrainingKey, Map<number, TrainingState | null>>();
  const interim = new Map<TrainingKey, Set<number>>();
  const statesOf = (training: TrainingKey) => {
    const known = states.get(training) ?? new Map<number, TrainingState | null>();
    states.set(training, known);
    return known;
  };

  const memo: RememberingMemo = {
    listen(event) {
      if (event.kind === 'state') {
        const known = statesOf(event.training);
        // As the store does: an interim state takes the place of those before the last one.
        const mine = interim.get(event.training) ?? new Set<number>();
        interim.set(event.training, mine);
        const last = Math.max(0, ...mine);
        for (const epoch of event.interim ? mine : []) {
          if (epoch === event.beside || epoch === last) continue;
          known.delete(epoch);
          mine.delete(epoch);
        }
        known.set(event.state.epoch, event.state);
        if (event.interim) mine.add(event.state.epoch);
        else mine.delete(event.state.epoch);
      }
      if (event.kind === 'state_kept') interim.get(event.training)?.delete(event.epoch);
      if (event.kind !== 'epoch') return;
      const curve = curves.get(event.training) ?? [];
      curves.set(event.training, curve);
      if (event.epoch.epoch === curve.length + 1) curve.push(event.epoch);
    },
    recall: (training) => ({
      curve: [...(curves.get(training) ?? [])],
      states: [...(states.get(training)?.keys() ?? [])].sort((a, b) => a - b),
      removed: [],
    }),
    loadState: (training, epoch) => states.get(training)?.get(epoch) ?? null,
    damage: (training, epoch) => void statesOf(training).set(epoch, null),
    forget: (training, epoch) => void statesOf(training).delete(epoch),
    kept: () =>
      [...states]
        .flatMap(([training, known]) =>
          [...known.keys()]
            .filter((epoch) => !interim.get(training)?.has(epoch))
            .map((epoch) => `${training}@${epoch}`),
        )
        .sort(),
  };
  for (const event of events) memo.listen(event);
  return memo;
}
