// Trials of several replicates: their means decide, whichever replicate is ahead, on any number of
// workers and after any crash.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orchestrate } from '../../src/orchestrator/orchestrate.js';
import type { SweepEvent } from '../../src/vocabulary/event.js';
import type { Failure } from '../../src/vocabulary/segment.js';
import { rememberingMemo } from './remembering-memo.js';
import * as scripted from './scripted-sweep.js';

const { runSweep, stories, full, halving, gridX, keyOf, usualRules, SEED } = scripted;

const failure: Failure = { kind: 'trap', message: 'unreachable', detail: 'the stack', attempts: 2 };
const accuracies = (events: readonly SweepEvent[], trial = 0) =>
  stories(events)[trial]!.epochs.map(({ metrics }) => metrics.val_accuracy);

/** Differs by replicate, as another seed's would. */
function curve(x: number, epoch: number, replicate: number) {
  const metrics = scripted.curve(x, epoch);
  return { ...metrics, val_accuracy: metrics.val_accuracy! - ((x + epoch) % 7) * replicate * 0.01 };
}

describe('a trial of several replicates', () => {
  it('has the means of its replicates, and the standard error of the objective', async () => {
    const values = [0.5, 0.7, 0.9];
    const { events, outcome } = await runSweep({
      replicates: 3,
      scheduler: full(1, 2),
      curve: (_, epoch, replicate) => ({ val_accuracy: values[replicate]! / epoch }),
    });
    expect(accuracies(events)[0]).toBeCloseTo(0.7, 15);
    expect(accuracies(events)[1]).toBeCloseTo(0.35, 15);
    const { best } = stories(events)[0]! as { best: { epoch: number; value: number; se: number } };
    expect(best.epoch).toBe(1);
    // 0.2 / √3
    expect(best.se).toBeCloseTo(0.11547005383792515, 15);
    expect(outcome.epochsTrained).toBe(6);
  });

  it('is NaN where one of them is, and then has no standard error', async () => {
    const { events } = await runSweep({
      replicates: 2,
      scheduler: full(1, 2),
      curve: (_, epoch, replicate) => ({
        val_accuracy: epoch === 1 && replicate === 1 ? Number.NaN : 0.5,
      }),
    });
    expect(accuracies(events)).toEqual([Number.NaN, 0.5]);
    expect(stories(events)[0]!.best).toEqual({ epoch: 2, value: 0.5, se: 0 });
  });

  it('hands each replicate to the executor with its own key, seed and fold', async () => {
    const parts = scripted.parts(
      { sampler: gridX(1), scheduler: full(1, 2), replicates: 3 },
      [],
      [],
    );
    const started: unknown[] = [];
    const { executor } = parts;
    const start: typeof executor.start = (segment, ...rest) => {
      started.push([segment.training, segment.seed, segment.fold]);
      return executor.start(segment, ...rest);
    };
    await orchestrate({ ...parts, executor: { ...executor, start } });
    expect(started).toEqual([0, 1, 2].map((i) => [keyOf(0, i), SEED + i, 0]));
  });

  it('trains its replicates side by side', async () => {
    let [running, most] = [0, 0];
    const listen = (event: SweepEvent) => {
      if (event.kind === 'segment_started') most = Math.max(most, ++running);
      if (event.kind === 'state') running--;
    };
    await runSweep({ replicates: 8, scheduler: full(1), capacity: 4, listen });
    expect(most).toBeGreaterThanOrEqual(4);
  });

  it('keeps no more in flight than there is room for, however many it has', async () => {
    let [running, most] = [0, 0];
    const listen = (event: SweepEvent) => {
      if (event.kind === 'segment_started') most = Math.max(most, ++running);
      if (event.kind === 'state') running--;
    };
    await runSweep({ replicates: 100, scheduler: full(3, 1), capacity: 2, listen });
    expect(most).toBeLessThanOrEqual(2 * 2 + 1);
  });

  it('is stopped by its mean, and its other replicates hear of it', async () => {
    const { events, played, outcome } = await runSweep({
      replicates: 3,
      capacity: 3,
      shuffle: 5,
      scheduler: full(1, 1000),
      budget: 1000,
      rules: usualRules(),
      curve: () => ({ train_loss: 1, val_accuracy: 0.5 }),
    });
    const { fate, epochs } = stories(events)[0]!;
    expect(fate).toMatchObject({ state: 'stopped', reason: { rule: 'patience' } });
    expect(epochs).toHaveLength(7);
    expect(played.length).toBeLessThan(100);
    expect(outcome.trials.stopped).toBe(1);
  });

  it('fails where one of them does, and says which', async () => {
    const { events, outcome } = await runSweep({
      replicates: 3,
      scheduler: full(2),
      sampler: gridX(2),
      failure: (x, epoch, replicate) =>
        x === 1 && replicate === 1 && epoch === 4 ? failure : null,
    });
    expect(outcome.trials).toEqual({ completed: 1, stopped: 0, failed: 1, paused: 0 });
    expect(stories(events)[1]!.fate).toEqual({
      state: 'failed',
      reason: {
        rule: 'failure',
        text: `unreachable (seed ${SEED + 1}, fold 0)`,
        facts: { kind: 'trap', attempts: 2, seed: SEED + 1, fold: 0 },
      },
      detail: 'the stack',
    });
    expect(stories(events)[1]!.epochs).toHaveLength(3);
  });

  it('of several failures tells the earliest, whoever was first to fail', async () => {
    // By replicate: the epoch at which it fails.
    const at = [5, 3, 3];
    for (let shuffle = 0; shuffle < 20; shuffle++) {
      const { events } = await runSweep({
        replicates: 3,
        capacity: 3,
        shuffle,
        scheduler: full(1),
        failure: (_, epoch, replicate) => (epoch === at[replicate] ? failure : null),
      });
      const [{ fate, epochs }] = stories(events) as [scripted.Story];
      expect(fate).toMatchObject({ reason: { facts: { seed: SEED + 1 } } });
      expect(epochs).toHaveLength(2);
    }
  });

  it('shares its replicates with an earlier sweep of fewer seeds', async () => {
    const memo = rememberingMemo();
    const sweep = { memo, sampler: gridX(4), curve };
    await runSweep({ ...sweep, scheduler: full(null), replicates: 3 });
    const more = await runSweep({ ...sweep, scheduler: full(null), replicates: 5 });
    expect(more.outcome).toMatchObject({ epochsTrained: 4 * 2 * 9, epochsRemembered: 4 * 3 * 9 });
    expect(more.played.every((shown) => /\/[34]@/.test(shown))).toBe(true);
  });

  it('trains nothing that the means of what is known have already decided', async () => {
    const memo = rememberingMemo();
    const stuck = () => ({ train_loss: 1, val_accuracy: 0.5 });
    const sweep = { memo, sampler: gridX(2), rules: usualRules(), replicates: 3, curve: stuck };
    const begun = await runSweep({ ...sweep, scheduler: full(null, 50), budget: 50 });
    const again = await runSweep({ ...sweep, scheduler: full(null, 50), budget: 50 });
    expect(begun.outcome.trials.stopped).toBe(2);
    expect(again.played).toEqual([]);
    expect(stories(again.events)).toEqual(stories(begun.events));
  });
});

const settings = fc.record({
  halve: fc.boolean(),
  capacity: fc.integer({ min: 1, max: 8 }),
  shuffle: fc.option(fc.integer({ min: 0, max: 1000 })),
  different: fc.constantFrom(4, 1_000_000),
  replicates: fc.integer({ min: 2, max: 6 }),
  failing: fc.boolean(),
  cut: fc.double({ min: 0, max: 1, noNaN: true }),
});
type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never;

const sweepOf = (drawn: Settings): scripted.Setup => ({
  sampler: scripted.randomX(drawn.different),
  scheduler: drawn.halve ? halving(12) : full(12),
  rules: usualRules(),
  replicates: drawn.replicates,
  capacity: drawn.capacity,
  shuffle: drawn.shuffle,
  curve,
  failure: (x, epoch, replicate) =>
    drawn.failing && (x + replicate) % 5 === 0 && epoch === 1 + (x % 6) ? failure : null,
});

describe('the story of every trial', () => {
  it('is the same on any number of workers, in whatever order they come', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async (drawn) => {
        const alone = await runSweep({ ...sweepOf(drawn), capacity: 1, shuffle: null });
        const other = await runSweep(sweepOf(drawn));
        expect(stories(other.events)).toEqual(stories(alone.events));
        expect(other.outcome.trials).toEqual(alone.outcome.trials);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same after a pause at any event, and nothing is trained twice', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async (drawn) => {
        const whole = await runSweep(sweepOf(drawn));
        const memo = rememberingMemo();
        const controller = new AbortController();
        let left = 1 + Math.floor(drawn.cut * whole.events.length);
        const listen = () => {
          if (--left === 0) controller.abort();
        };
        const begun = await runSweep({ ...sweepOf(drawn), memo, listen, pause: controller.signal });
        for (const { fate } of stories(begun.events)) expect(fate).not.toBeNull();
        const resumed = await runSweep({ ...sweepOf(drawn), memo });
        expect(stories(resumed.events)).toEqual(stories(whole.events));
        if (drawn.failing) return; // A failure is tried again, from the last state.
        const played = [...begun.played, ...resumed.played];
        expect(new Set(played).size).toBe(played.length);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same after a crash at any event', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async (drawn) => {
        const whole = await runSweep(sweepOf(drawn));
        const survived = whole.events.slice(0, Math.floor(drawn.cut * whole.events.length));
        const resumed = await runSweep({ ...sweepOf(drawn), memo: rememberingMemo(survived) });
        expect(stories(resumed.events)).toEqual(stories(whole.events));
      }),
      { numRuns: 60 },
    );
  });
});
