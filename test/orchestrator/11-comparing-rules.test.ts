// Rules that compare trials hear of epochs in one order, that of the logical clock: so they decide the same
// on any number of workers, whoever is first, and after a pause or a crash at any event.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Order } from '../../src/orchestrator/sweep-parts.js';
import { ashaScheduler } from '../../src/schedulers/asha.js';
import type { Scheduler } from '../../src/schedulers/scheduler.js';
import type { StoppingRule } from '../../src/stoppers/stopper.js';
import type { SweepEvent } from '../../src/vocabulary/event.js';
import type { Failure } from '../../src/vocabulary/segment.js';
import { proceed } from '../../src/vocabulary/verdict.js';
import { rememberingMemo } from './remembering-memo.js';
import * as scripted from './scripted-sweep.js';

const { runSweep, stories, decisions, randomX, usualRules, objective, halving, full } = scripted;
const failure: Failure = { kind: 'error', message: 'no luck', detail: 'no luck', attempts: 2 };

/** Gives a trial up below the mean of everything that any trial has shown, the living counted twice. */
function belowTheMean(): StoppingRule {
  let [sum, count, ended] = [0, 0, 0];
  return {
    name: 'mean',
    comparesTrials: true,
    watch: () => ({
      observe({ metrics }) {
        const value = metrics[objective.name]!;
        const mean = sum / count;
        sum += value;
        count++;
        if (count < 5 || value >= mean) return proceed;
        const text = `${value} is below ${mean} after ${ended} ends`;
        return { action: 'stop', reason: { rule: 'mean', text, facts: {} } };
      },
      end() {
        ended++;
      },
    }),
  };
}

const schedulers: Readonly<Record<string, (trials: number) => Scheduler>> = {
  full: (trials) => full(trials),
  halving: (trials) => halving(trials),
  asha: (trials) => ashaScheduler({ trials, minEpochs: 1, epochs: 9, eta: 3, objective }),
};

const settings = fc.record({
  scheduler: fc.constantFrom('full', 'halving', 'asha'),
  trials: fc.integer({ min: 1, max: 25 }),
  slots: fc.integer({ min: 1, max: 10 }),
  capacity: fc.integer({ min: 1, max: 8 }),
  shuffle: fc.option(fc.nat(1000)),
  different: fc.constantFrom(5, 1_000_000),
  replicates: fc.constantFrom(1, 1, 3),
  costs: fc.boolean(),
  failing: fc.boolean(),
  cut: fc.double({ min: 0, max: 1, noNaN: true }),
});
type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never;

const sweepOf = (drawn: Settings): scripted.Setup => ({
  sampler: randomX(drawn.different),
  scheduler: schedulers[drawn.scheduler]!(drawn.trials),
  order: { kind: 'logical', slots: drawn.slots },
  rules: [...usualRules(), belowTheMean()],
  replicates: drawn.replicates,
  capacity: drawn.capacity,
  shuffle: drawn.shuffle,
  ...(drawn.costs ? { cost: (x) => 1 + (x % 4) } : {}),
  failure: (x, epoch) => (drawn.failing && x % 7 === 3 && epoch === 1 + (x % 5) ? failure : null),
});

const told = (events: readonly SweepEvent[]) => ({
  stories: stories(events),
  decisions: decisions(events),
});

const one = {
  scheduler: 'full',
  trials: 20,
  slots: 8,
  shuffle: 3,
  different: 1_000_000,
  replicates: 1,
  costs: false,
  failing: false,
  cut: 0,
} as const;

describe('a rule that compares trials', () => {
  it('decides the same on any number of workers, in whatever order they get on', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async (drawn) => {
        const alone = await runSweep({ ...sweepOf(drawn), capacity: 1, shuffle: null });
        const other = await runSweep(sweepOf(drawn));
        expect(told(other.events)).toEqual(told(alone.events));
        expect(other.outcome.trials).toEqual(alone.outcome.trials);
      }),
      { numRuns: 100 },
    );
  });

  it.each(['arrival', 'logical'] as const)(
    'depends on who is first where epochs count by %s, if that is arrival',
    async (kind) => {
      const seen = new Set<string>();
      for (const capacity of [1, 2, 5]) {
        const sweep = sweepOf({ ...one, capacity, shuffle: capacity });
        const order: Order = { kind, slots: 8 };
        seen.add(JSON.stringify(stories((await runSweep({ ...sweep, order })).events)));
      }
      expect(seen.size > 1).toBe(kind === 'arrival');
    },
  );

  it('is a prefix of itself where it is paused, and goes on to the same end', async () => {
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
        const prefix = decisions(begun.events);
        expect(prefix).toEqual(decisions(whole.events).slice(0, prefix.length));
        const resumed = await runSweep({ ...sweepOf(drawn), memo, capacity: 3 });
        expect(told(resumed.events)).toEqual(told(whole.events));
      }),
      { numRuns: 100 },
    );
  });

  it('is the same after a crash at any event', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async (drawn) => {
        const whole = await runSweep(sweepOf(drawn));
        const survived = whole.events.slice(0, Math.floor(drawn.cut * whole.events.length));
        const memo = rememberingMemo(survived);
        const resumed = await runSweep({ ...sweepOf(drawn), memo, capacity: 1 });
        expect(told(resumed.events)).toEqual(told(whole.events));
      }),
      { numRuns: 100 },
    );
  });

  it('replays from what is remembered, and trains nothing', async () => {
    const memo = rememberingMemo();
    const first = await runSweep({ ...sweepOf({ ...one, capacity: 2 }), memo });
    const again = await runSweep({ ...sweepOf({ ...one, capacity: 2 }), memo });
    expect(told(again.events)).toEqual(told(first.events));
    expect(again.played).toEqual([]);
  });

  it('has no trial trained far beyond the epoch at which it was given up', async () => {
    const budget = 90;
    const { events, played } = await runSweep({
      ...sweepOf({ ...one, capacity: 2, shuffle: 1, trials: 30 }),
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
