// Which states stay in the end, beside those that were made for a restart only: the same on any number of
// workers, whoever is first, and after pauses and crashes at any event.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scriptedExecutor } from '../../src/executor/scripted/scripted-executor.js';
import { orchestrate } from '../../src/orchestrator/orchestrate.js';
import { ashaScheduler } from '../../src/schedulers/asha.js';
import type { SweepEvent } from '../../src/vocabulary/event.js';
import type { Failure } from '../../src/vocabulary/segment.js';
import { type RememberingMemo, rememberingMemo } from './remembering-memo.js';
import * as scripted from './scripted-sweep.js';

const { stories, decisions, randomX, usualRules, objective, halving, full } = scripted;
const failure: Failure = { kind: 'error', message: 'no luck', detail: 'no luck', attempts: 2 };
const asha = (trials: number) =>
  ashaScheduler({ trials, minEpochs: 1, epochs: 9, eta: 3, objective });

const cut = fc.double({ min: 0, max: 1, noNaN: true });
const settings = fc.record({
  kind: fc.constantFrom('asha', 'halving', 'full'),
  trials: fc.integer({ min: 1, max: 20 }),
  slots: fc.integer({ min: 1, max: 8 }),
  capacity: fc.integer({ min: 1, max: 8 }),
  shuffle: fc.option(fc.nat(1000)),
  /** Few different x: duplicates. */
  different: fc.constantFrom(5, 1_000_000),
  failing: fc.boolean(),
  /** The last epoch speaks, not the best. */
  last: fc.boolean(),
  cuts: fc.tuple(cut, cut),
});
type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never;
const schedulers = { asha, halving, full } as const;

/** Of replicates that ran ahead of a rule another state may stay: see legs.ts. */
async function run(drawn: Settings, more: scripted.Setup & { readonly memo: RememberingMemo }) {
  const events: SweepEvent[] = [];
  const setup: scripted.Setup = {
    sampler: randomX(drawn.different),
    scheduler: schedulers[drawn.kind](drawn.trials),
    order: drawn.kind === 'asha' ? { kind: 'logical', slots: drawn.slots } : { kind: 'free' },
    rules: usualRules(),
    objective: drawn.last ? { ...objective, epoch: 'last' } : objective,
    ...more,
  };
  const executor = scriptedExecutor({
    capacity: more.capacity ?? drawn.capacity,
    shuffle: drawn.shuffle,
    checkpoint: (_, epoch) => epoch % 2 === 0,
    curve({ x }, epoch) {
      const metrics = scripted.curve(Number(x), epoch);
      const dip = ((Number(x) + 3 * epoch) % 7) / 40;
      return { ...metrics, val_accuracy: metrics.val_accuracy! - dip };
    },
    failure: ({ x }, epoch) =>
      drawn.failing && Number(x) % 7 === 3 && epoch === 1 + (Number(x) % 5) ? failure : null,
  });
  const outcome = await orchestrate({ ...scripted.parts(setup, events, []), executor });
  const end = { stories: stories(events), decisions: decisions(events), kept: more.memo.kept() };
  return { events, outcome, end };
}

describe('the states that stay', () => {
  it('are the same in whatever order workers finish', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async (drawn) => {
        const inOrder = { ...drawn, shuffle: null };
        const alone = await run(inOrder, { memo: rememberingMemo(), capacity: 1 });
        const other = await run(drawn, { memo: rememberingMemo() });
        expect(other.end).toEqual(alone.end);
      }),
      { numRuns: 100 },
    );
  });

  it('are the same after two pauses, and a sweep that has ended has them all', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async (drawn) => {
        const whole = await run(drawn, { memo: rememberingMemo() });
        const memo = rememberingMemo();
        for (const at of drawn.cuts) {
          const controller = new AbortController();
          let left = 1 + Math.floor(at * whole.events.length);
          const listen = () => {
            if (--left === 0) controller.abort();
          };
          const paused = await run(drawn, { memo, listen, pause: controller.signal });
          if (paused.outcome.kind === 'finished') expect(memo.kept()).toEqual(whole.end.kept);
        }
        expect((await run(drawn, { memo, capacity: 3 })).end).toEqual(whole.end);
      }),
      { numRuns: 100 },
    );
  });

  it('are the same after two crashes, what a sweep that was cut short had superseded included', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async (drawn) => {
        const whole = await run(drawn, { memo: rememberingMemo() });
        let survived: readonly SweepEvent[] = [];
        for (const at of drawn.cuts) {
          const { events } = await run(drawn, { memo: rememberingMemo(survived), capacity: 2 });
          survived = [...survived, ...events.slice(0, Math.floor(at * events.length))];
        }
        const resumed = await run(drawn, { memo: rememberingMemo(survived), capacity: 3 });
        expect(resumed.end).toEqual(whole.end);
      }),
      { numRuns: 100 },
    );
  });
});
