// What a sweep costs besides its training: it starts at once however large it is, keeps nothing of trials
// that are done, waits for listeners that fall behind, and lets the rest of the process have its turn.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { SweepEvent } from '../../src/vocabulary/event.js';
import { rememberingMemo } from './remembering-memo.js';
import { full, gridX, halving, runSweep } from './scripted-sweep.js';

const curve = (x: number, epoch: number) => ({ val_accuracy: x / epoch });
const forgetful = { ...rememberingMemo(), listen: () => {} };

/** Aborts after so many trials have been settled. */
function pauseAfter(trials: number, onSettled: (settled: number) => void = () => {}) {
  const controller = new AbortController();
  let settled = 0;
  const listen = (event: SweepEvent) => {
    if (event.kind !== 'trial_settled') return;
    onSettled(++settled);
    if (settled === trials) controller.abort();
  };
  return { pause: controller.signal, listen };
}

describe('a sweep of ten million', () => {
  const large = {
    curve,
    scheduler: full(null, 1),
    budget: 1,
    memo: forgetful,
    record: false,
  };

  it('starts its first trial at once', async () => {
    const began = performance.now();
    const { outcome } = await runSweep({
      ...large,
      sampler: gridX(10_000_000),
      ...pauseAfter(1),
    });
    expect(performance.now() - began).toBeLessThan(1000);
    expect(outcome.kind).toBe('paused');
  });

  it('keeps nothing of the trials that are done', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const heap: number[] = [];
    const watch = pauseAfter(60_000, (settled) => {
      if (settled % 10_000 !== 0) return;
      collect();
      heap.push(process.memoryUsage().heapUsed);
    });
    await runSweep({ ...large, scheduler: full(null, 1), sampler: gridX(10_000_000), ...watch });
    expect(heap).toHaveLength(6);
    // 50,000 trials kept as nothing but 20 bytes each would already be more.
    expect(heap.at(-1)! - heap[0]!).toBeLessThan(1e6);
  });
});

describe('a sweep whose listeners fall behind', () => {
  it('dispatches nothing more until they have caught up', async () => {
    let behind = 0;
    let most = 0;
    const { outcome } = await runSweep({
      curve,
      sampler: gridX(200),
      scheduler: full(null, 1),
      budget: 1,
      capacity: 2,
      listen(event) {
        if (event.kind === 'state') most = Math.max(most, ++behind);
      },
      backlog() {
        if (behind < 8) return null;
        behind = 0;
        return Promise.resolve();
      },
    });
    expect(outcome.trials.completed).toBe(200);
    // Eight, and what was in flight when the eighth arrived.
    expect(most).toBeLessThanOrEqual(8 + 4);
  });
});

describe('a sweep whose listeners never catch up', () => {
  it('still pauses', async () => {
    const controller = new AbortController();
    const { outcome } = await runSweep({
      curve,
      sampler: gridX(200),
      scheduler: full(null, 1),
      budget: 1,
      pause: controller.signal,
      backlog() {
        setImmediate(() => controller.abort());
        return new Promise(() => {});
      },
    });
    expect(outcome.kind).toBe('paused');
  });
});

describe('a sweep that nothing slows down', () => {
  it('lets timers and signals in while the memo answers it whole', async () => {
    const memo = rememberingMemo();
    const sweep = { curve, memo, budget: 1, record: false, sampler: gridX(20_000) };
    await runSweep({ ...sweep, scheduler: full(null, 1) });
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), 1);
    const again = { ...sweep, scheduler: full(null, 1), pause: controller.signal };
    const { outcome } = await runSweep(again);
    clearTimeout(timer);
    expect(outcome.kind).toBe('paused');
    expect(outcome.trials.completed).toBeLessThan(20_000);
  });

  it('needs no stack for a hundred thousand trials that wait at a rung', async () => {
    const { outcome } = await runSweep({
      curve,
      memo: forgetful,
      record: false,
      budget: 3,
      sampler: gridX(100_000),
      scheduler: halving(null, 3),
      capacity: 8,
    });
    expect(outcome.trials).toEqual({ completed: 33_333, stopped: 66_667, failed: 0, paused: 0 });
  });
});
