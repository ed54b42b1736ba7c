// Rules that compare trials hear of epochs in one order, that of the logical clock, and trials are trained in
// that order too. (That nothing else decides is in 8-adaptive.test.ts.)

import { describe, expect, it } from 'vitest';
import type { Order } from '../../src/orchestrator/sweep-parts.js';
import { rememberingMemo } from './remembering-memo.js';
import * as scripted from './scripted-sweep.js';

const { runSweep, stories, decisions, usualRules, belowTheMean, full } = scripted;

const sweepOf = (capacity: number): scripted.Setup => ({
  scheduler: full(20),
  order: { kind: 'logical', slots: 8 },
  rules: [...usualRules(), belowTheMean()],
  capacity,
  shuffle: capacity,
});

describe('a rule that compares trials', () => {
  it.each(['arrival', 'logical'] as const)(
    'depends on who is first where epochs count by %s, if that is arrival',
    async (kind) => {
      const seen = new Set<string>();
      for (const capacity of [1, 2, 5]) {
        const order: Order = { kind, slots: 8 };
        seen.add(JSON.stringify(stories((await runSweep({ ...sweepOf(capacity), order })).events)));
      }
      expect(seen.size > 1).toBe(kind === 'arrival');
    },
  );

  it('replays from what is remembered, and trains nothing', async () => {
    const memo = rememberingMemo();
    const first = await runSweep({ ...sweepOf(2), memo });
    const again = await runSweep({ ...sweepOf(2), memo });
    expect(stories(again.events)).toEqual(stories(first.events));
    expect(decisions(again.events)).toEqual(decisions(first.events));
    expect(again.played).toEqual([]);
  });

  it('has no trial trained far beyond the epoch at which it was given up', async () => {
    const budget = 90;
    const { events, played } = await runSweep({
      ...sweepOf(2),
      shuffle: 1,
      scheduler: full(30, budget),
      budget,
    });
    const counted = stories(events).reduce((sum, { epochs }) => sum + epochs.length, 0);
    // A ninth of the budget is a piece: a trial is in one when it is given up, and at most at its end; to
    // have the state of the best epoch that counts, as much may be trained again.
    expect(counted).toBeLessThan((30 * budget) / 3);
    expect(played.length - counted).toBeLessThan(30 * 2 * (budget / 9));
  });
});
