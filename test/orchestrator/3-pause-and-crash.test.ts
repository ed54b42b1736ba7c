// A sweep that is paused, or killed at any event, and begun again ends as the one that was never disturbed.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orchestrate } from '../../src/orchestrator/orchestrate.js';
import type { SweepEvent } from '../../src/vocabulary/event.js';
import { rememberingMemo } from './remembering-memo.js';
import * as scripted from './scripted-sweep.js';

const { runSweep, stories, lines, randomX, full, halving, usualRules } = scripted;

const settings = fc.record({
  halve: fc.boolean(),
  capacity: fc.integer({ min: 1, max: 8 }),
  /** Few different x: duplicates; many: none. */
  different: fc.constantFrom(5, 1_000_000),
  cut: fc.double({ min: 0, max: 1, noNaN: true }),
});
type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never;

/** Everything but the memo, the pause and the order: the same sweep each time it is called. */
const sweepOf = ({ halve, capacity, different }: Settings): scripted.Setup => ({
  sampler: randomX(different),
  scheduler: halve ? halving(20) : full(20),
  rules: usualRules(),
  capacity,
});

/** A signal that is aborted while the n-th event is being told. */
function pauseAt(event: number) {
  const controller = new AbortController();
  let told = 0;
  const listen = () => {
    if (++told === event) controller.abort();
  };
  return { pause: controller.signal, listen };
}

describe('a pause', () => {
  it('before the beginning starts nothing', async () => {
    const { outcome, events } = await runSweep({ pause: AbortSignal.abort() });
    expect(events).toEqual([]);
    expect(outcome).toEqual({
      kind: 'paused',
      trials: { completed: 0, stopped: 0, failed: 0, paused: 0 },
      epochsTrained: 0,
      epochsRemembered: 0,
    });
  });

  it('finishes the epoch in hand, keeps its state and says where it was', async () => {
    const sweep = { sampler: scripted.gridX(9), scheduler: full(9), capacity: 1 };
    const { outcome, events } = await runSweep({ ...sweep, ...pauseAt(9) });
    expect(outcome.kind).toBe('paused');
    expect(lines(events, 0).at(-1)).toMatch(/^paused at \d$/);
    const { fate, epochs } = stories(events)[0]!;
    const text = `interrupted at epoch ${epochs.length} of 9`;
    expect(fate).toEqual({
      state: 'paused',
      reason: { rule: 'pause', text, facts: { epoch: epochs.length, budget: 9 } },
    });
    const kept = events.flatMap((event) => (event.kind === 'state' ? [event.state.epoch] : []));
    expect(kept).toContain(epochs.length);
  });

  it('that a listener asks for while a trial starts, trains nothing of it', async () => {
    for (const event of [1, 2]) {
      const { events, played } = await runSweep(pauseAt(event));
      expect(played).toEqual([]);
      expect(lines(events, 0).at(-1)).toBe('paused at 0');
    }
  });

  it('leaves no trial running and loses none, wherever it falls', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async (drawn) => {
        const whole = await runSweep(sweepOf(drawn));
        const at = pauseAt(1 + Math.floor(drawn.cut * whole.events.length));
        const { outcome, events } = await runSweep({ ...sweepOf(drawn), ...at });
        const states = { completed: 0, stopped: 0, failed: 0, paused: 0 };
        for (const { fate } of stories(events)) {
          expect(fate).not.toBeNull();
          states[fate!.state as keyof typeof states]++;
        }
        expect(outcome.trials).toEqual(states);
      }),
      { numRuns: 50 },
    );
  });

  it('and a resumption are the uninterrupted sweep, and nothing is trained twice', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async (drawn) => {
        const memo = rememberingMemo();
        const whole = await runSweep(sweepOf(drawn));
        const at = pauseAt(1 + Math.floor(drawn.cut * whole.events.length));
        const begun = await runSweep({ ...sweepOf(drawn), ...at, memo });
        const resumed = await runSweep({ ...sweepOf(drawn), memo });
        expect(stories(resumed.events)).toEqual(stories(whole.events));
        expect([...begun.played, ...resumed.played].sort()).toEqual([...whole.played].sort());
      }),
      { numRuns: 50 },
    );
  });

  it('while lost states are fetched is no end: they are still missing, and fetched by the next run', async () => {
    const best = 5;
    const curve = (_: number, epoch: number) => ({ val_accuracy: epoch === best ? 0.9 : 0.1 });
    const sweep = () => ({ sampler: scripted.gridX(1), scheduler: full(1), capacity: 1, curve });
    const whole = rememberingMemo();
    await runSweep({ ...sweep(), memo: whole });
    // The last epoch's state is fetched after the best one's: it waits for the same training.
    for (let played = 1; played < 9; played++) {
      const memo = rememberingMemo();
      await runSweep({ ...sweep(), memo });
      for (const epoch of [best, 9]) memo.forget(scripted.keyOf(0), epoch);
      const controller = new AbortController();
      let left = played;
      const paused = await runSweep({
        ...sweep(),
        memo,
        pause: controller.signal,
        curve(x, epoch) {
          if (--left === 0) controller.abort();
          return curve(x, epoch);
        },
      });
      expect(paused.outcome).toMatchObject({ kind: 'paused', trials: { completed: 1 } });
      const resumed = await runSweep({ ...sweep(), memo });
      expect(resumed.outcome.kind).toBe('finished');
      expect(memo.kept()).toEqual(whole.kept());
    }
  });

  it('blames no trial for an executor that was closed under it', async () => {
    const controller = new AbortController();
    const events: SweepEvent[] = [];
    const sweep = { scheduler: full(4), pause: controller.signal };
    const parts = scripted.parts(sweep, events, []);
    const listen = (event: SweepEvent) => {
      parts.listen(event);
      if (event.kind !== 'epoch') return;
      controller.abort();
      void parts.executor.close();
    };
    const outcome = await orchestrate({ ...parts, listen });
    expect(outcome.kind).toBe('paused');
    expect(outcome.trials.failed).toBe(0);
    for (const { fate } of stories(events)) expect(fate?.state).toBe('paused');
  });
});

describe('a crash', () => {
  it('after any event costs only what was not yet told, and the end is the same', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async (drawn) => {
        const whole = await runSweep(sweepOf(drawn));
        const survived = whole.events.slice(0, Math.floor(drawn.cut * whole.events.length));
        const resumed = await runSweep({ ...sweepOf(drawn), memo: rememberingMemo(survived) });
        expect(stories(resumed.events)).toEqual(stories(whole.events));
        const known = knownEpochs(survived);
        for (const played of resumed.played) {
          const [x, epoch] = played.split('@').map(Number) as [number, number];
          const { told, state, finished } = known(x);
          expect(finished, `${played} was needed no more`).toBe(false);
          if (epoch <= told) expect(epoch).toBeGreaterThan(state);
        }
      }),
      { numRuns: 50 },
    );
  });
});

/** What a prefix of a sweep knows of a training: epochs told, newest state, and whether it is over. */
function knownEpochs(survived: readonly SweepEvent[]) {
  const told = stories(survived);
  return (x: number) => {
    const mine = told.filter((story) => story.x === x);
    const states = survived.flatMap((event) =>
      event.kind === 'state' && event.training === scripted.keyOf(x) ? [event.state.epoch] : [],
    );
    return {
      told: Math.max(0, ...mine.map(({ epochs }) => epochs.length)),
      state: Math.max(0, ...states),
      // Of two trials of one training the ladder may stop one and promote the other.
      finished:
        mine.length > 0 && mine.every(({ fate }) => fate !== null && fate.state !== 'paused'),
    };
  };
}
