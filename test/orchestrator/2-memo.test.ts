// What the memo saves: nothing that is known is trained again, and what is lost is trained again without
// being told twice.

import { describe, expect, it } from 'vitest';
import { divergedStopper } from '../../src/stoppers/diverged.js';
import { rememberingMemo } from './remembering-memo.js';
import { full, gridX, halving, keyOf, lines, runSweep, stories } from './scripted-sweep.js';

const grow = (x: number, epoch: number) => ({ train_loss: 1, val_accuracy: x + epoch / 100 });

describe('what is remembered', () => {
  it('is not trained again: the same sweep a second time trains nothing', async () => {
    const memo = rememberingMemo();
    const first = await runSweep({ memo, sampler: gridX(27), scheduler: halving(27) });
    const second = await runSweep({ memo, sampler: gridX(27), scheduler: halving(27) });
    expect(second.played).toEqual([]);
    expect(second.outcome).toMatchObject({
      epochsTrained: 0,
      epochsRemembered: first.outcome.epochsTrained,
    });
    expect(stories(second.events)).toEqual(stories(first.events));
  });

  it('serves a larger sweep: only the difference is trained', async () => {
    const memo = rememberingMemo();
    await runSweep({ memo, scheduler: full(5, 3), budget: 3 });
    const larger = await runSweep({ memo, scheduler: full(7, 9), budget: 9 });
    expect(larger.played).toHaveLength(5 * 6 + 2 * 9);
    expect(lines(larger.events, 0).slice(0, 6)).toEqual([
      ...['started', 'memo 1', 'memo 2', 'memo 3', '3→9', 'trained 4'],
    ]);
  });

  it('goes through the rules first: what they stop is not trained', async () => {
    const memo = rememberingMemo();
    const curve = (_: number, epoch: number) => ({ train_loss: epoch, val_accuracy: 1 });
    await runSweep({ memo, curve, scheduler: full(1, 6), budget: 6 });
    const rules = [divergedStopper({ objective: 'val_accuracy', bound: 3 })];
    const stricter = await runSweep({ memo, curve, rules, scheduler: full(1, 9) });
    expect(stricter.played).toEqual([]);
    expect(lines(stricter.events, 0)).toEqual([
      ...['started', 'memo 1', 'memo 2', 'memo 3', 'memo 4', 'stopped at 4'],
    ]);
  });

  it('is trained again where the state at the end, the trained model, never got to the disk', async () => {
    const memo = rememberingMemo();
    await runSweep({ memo, sampler: gridX(1), scheduler: full(1) });
    memo.forget(keyOf(0), 9);
    const again = await runSweep({ memo, sampler: gridX(1), scheduler: full(1) });
    expect(again.played).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((epoch) => `0@${epoch}`));
    expect(again.outcome).toMatchObject({ epochsTrained: 9, epochsRemembered: 0 });
    expect(lines(again.events, 0).at(-1)).toBe('completed at 9');
  });

  it('is trained again up to its best epoch, where another metric found another one best', async () => {
    const memo = rememberingMemo();
    // val_accuracy is best at epoch 9, val_loss at epoch 5.
    const play = (_: number, epoch: number) => ({
      ...{ train_loss: 1, val_accuracy: epoch, val_loss: Math.abs(epoch - 5) },
    });
    const sweep = { memo, curve: play, sampler: gridX(1) };
    await runSweep({ ...sweep, scheduler: halving(1) });
    expect(memo.recall(keyOf(0)).states).toEqual([3, 9]);
    const byLoss = { ...sweep, objective: { name: 'val_loss', goal: 'minimize' } as const };
    const other = await runSweep({ ...byLoss, scheduler: halving(1) });
    expect(other.played).toEqual(['0@4', '0@5']);
    expect(memo.recall(keyOf(0)).states).toEqual([3, 5, 9]);
    const again = await runSweep({ ...byLoss, scheduler: halving(1) });
    expect(again.played).toEqual([]);
    expect(again.outcome.epochsRemembered).toBe(9);
  });

  it('is not trained again for the state of a rung that is long passed', async () => {
    const memo = rememberingMemo();
    await runSweep({ memo, curve: grow, sampler: gridX(1), scheduler: halving(1) });
    memo.forget(keyOf(0), 3);
    const again = await runSweep({ memo, curve: grow, sampler: gridX(1), scheduler: halving(1) });
    expect(again.played).toEqual([]);
  });

  it('is trained again from further back where a rung has lost its state, without being told twice', async () => {
    const memo = rememberingMemo();
    await runSweep({ memo, curve: grow, sampler: gridX(1), scheduler: full(1, 3), budget: 3 });
    memo.forget(keyOf(0), 3);
    const more = await runSweep({ memo, curve: grow, sampler: gridX(1), scheduler: full(1) });
    expect(more.played).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((epoch) => `0@${epoch}`));
    expect(more.outcome).toMatchObject({ epochsTrained: 9, epochsRemembered: 0 });
    expect(lines(more.events, 0)).toEqual([
      ...['started', 'memo 1', 'memo 2', 'memo 3', '0→9'],
      ...[4, 5, 6, 7, 8, 9].map((epoch) => `trained ${epoch}`),
      'completed at 9',
    ]);
  });

  it('does not miss a state that was removed on purpose', async () => {
    const memo = rememberingMemo();
    const sweep = { curve: grow, sampler: gridX(1), budget: 9 };
    await runSweep({ ...sweep, memo, scheduler: full(1) });
    const removed = {
      ...memo,
      recall: (key: string) => ({ ...memo.recall(key), states: [], removed: [9] }),
    };
    const again = await runSweep({ ...sweep, memo: removed, scheduler: full(1) });
    expect(again.played).toEqual([]);
  });

  it('walks back where a state is damaged, to the beginning if need be', async () => {
    const sweep = { curve: grow, sampler: gridX(1), budget: 27 };
    for (const [damaged, from] of [
      [[], 9],
      [[9], 3],
      [[9, 3], 0],
    ] as const) {
      const memo = rememberingMemo();
      await runSweep({ ...sweep, memo, scheduler: halving(1, 9) });
      for (const epoch of damaged) memo.damage(keyOf(0), epoch);
      const longer = await runSweep({ ...sweep, memo, scheduler: full(1, 27) });
      expect(longer.played[0]).toBe(`0@${from + 1}`);
      expect(longer.outcome.epochsTrained).toBe(27 - from);
      expect(stories(longer.events)[0]!.epochs.map(({ epoch }) => epoch)).toEqual(
        Array.from({ length: 27 }, (_, index) => index + 1),
      );
    }
  });

  it('counts an epoch as remembered only where it was: one trained twice was trained', async () => {
    const memo = { ...rememberingMemo(), loadState: () => null };
    const { outcome } = await runSweep({ memo, sampler: gridX(3), scheduler: halving(3) });
    // 3 × 1, then the best one from the beginning at each rung: 3, and 9.
    expect(outcome).toMatchObject({ epochsTrained: 3 + 3 + 9, epochsRemembered: 0 });
  });

  it('does not trust a state past the last epoch that is known', async () => {
    const memo = rememberingMemo();
    const training = keyOf(0);
    memo.listen({ kind: 'state', training, state: { epoch: 5, step: 5, tensors: {} } });
    const { played } = await runSweep({ memo, sampler: gridX(1), scheduler: full(1) });
    expect(played[0]).toBe('0@1');
  });
});
