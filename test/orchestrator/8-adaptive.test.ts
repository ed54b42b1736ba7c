// Sweeps that learn on the way, or whose rules compare trials: one definition and one seed are one sweep, decisions included, on any
// number of workers, whoever is first, and after a pause or a crash at any event.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ashaScheduler } from '../../src/schedulers/asha.js';
import { ashaStoppingScheduler } from '../../src/schedulers/asha-stopping.js';
import { hyperbandScheduler } from '../../src/schedulers/hyperband.js';
import type { SweepEvent } from '../../src/vocabulary/event.js';
import type { Failure } from '../../src/vocabulary/segment.js';
import { rememberingMemo } from './remembering-memo.js';
import * as scripted from './scripted-sweep.js';

const { runSweep, stories, decisions, randomX, gridX, objective, halving, full } = scripted;
const { usualRules, belowTheMean } = scripted;
const failure: Failure = { kind: 'error', message: 'no luck', detail: 'no luck', attempts: 2 };
const asha = (trials: number | null, epochs = 9) =>
  ashaScheduler({ trials, minEpochs: 1, epochs, eta: 3, objective });
const schedulers = {
  full: (trials: number | null) => full(trials),
  halving: (trials: number | null) => halving(trials),
  asha,
  stopping: (trials: number | null) =>
    ashaStoppingScheduler({ trials, minEpochs: 1, epochs: 9, eta: 3, objective }),
  hyperband: (trials: number | null) =>
    hyperbandScheduler({ trials, minEpochs: 1, epochs: 9, eta: 3, objective }),
};

const settings = fc.record({
  scheduler: fc.constantFrom('full', 'halving', 'asha', 'stopping', 'hyperband'),
  comparing: fc.boolean(),
  trials: fc.integer({ min: 1, max: 40 }),
  slots: fc.integer({ min: 1, max: 12 }),
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
  scheduler: schedulers[drawn.scheduler](drawn.trials),
  order: { kind: 'logical', slots: drawn.slots },
  rules: drawn.comparing ? [...usualRules(), belowTheMean()] : usualRules(),
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

describe('an adaptive sweep', () => {
  it('decides the same on any number of workers, in whatever order they finish', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async (drawn) => {
        const alone = await runSweep({ ...sweepOf(drawn), capacity: 1, shuffle: null });
        const other = await runSweep(sweepOf(drawn));
        expect(told(other.events)).toEqual(told(alone.events));
        expect(other.outcome.trials).toEqual(alone.outcome.trials);
      }),
      { numRuns: 200 },
    );
  });

  it('would not where results count as they arrive: the test above can fail', async () => {
    const seen = new Set<string>();
    for (const capacity of [1, 2, 5]) {
      const drawn = {
        scheduler: 'asha',
        trials: 30,
        slots: 8,
        capacity,
        shuffle: capacity,
        different: 1_000_000,
      } as const;
      const rest = {
        comparing: false,
        replicates: 1,
        costs: false,
        failing: false,
        cut: 0,
      } as const;
      const sweep = sweepOf({ ...drawn, ...rest });
      const { events } = await runSweep({ ...sweep, order: { kind: 'arrival', slots: 8 } });
      seen.add(JSON.stringify(decisions(events).map(({ trial, action }) => [trial, action])));
    }
    expect(seen.size).toBeGreaterThan(1);
  });

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
        // Failures are tried again; of trials that share a training one may have superseded another's state.
        // Where rules compare, what was trained beyond a stop may have superseded the best that counts.
        if (drawn.failing || drawn.replicates > 1 || drawn.different === 5 || drawn.comparing)
          return;
        const played = [...begun.played, ...resumed.played];
        expect(new Set(played).size).toBe(played.length);
      }),
      { numRuns: 200 },
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
      { numRuns: 200 },
    );
  });

  it('replays its decisions from what is remembered, and trains nothing', async () => {
    const memo = rememberingMemo();
    const sweep = { sampler: randomX(), order: { kind: 'logical', slots: 4 } as const, memo };
    const first = await runSweep({ ...sweep, scheduler: asha(27) });
    const again = await runSweep({ ...sweep, scheduler: asha(27) });
    expect(again.played).toEqual([]);
    expect(decisions(again.events)).toEqual(decisions(first.events));
  });

  it('keeps every slot taken while there is something to begin', async () => {
    let [underway, most] = [0, 0];
    const listen = (event: SweepEvent) => {
      if (event.kind !== 'decision') return;
      if (event.action === 'start' || event.action === 'continue') underway++;
      else if (event.action !== 'exhaust') underway--;
      most = Math.max(most, underway);
    };
    await runSweep({
      sampler: gridX(100),
      scheduler: asha(100),
      order: { kind: 'logical', slots: 7 },
      listen,
    });
    expect(most).toBe(7);
  });
});

describe('decisions', () => {
  const parts = [
    ['full', () => full(20)],
    ['successive halving', () => halving(20)],
    ['asha', () => asha(20)],
    ['asha that stops', () => schedulers.stopping(20)],
    ['hyperband', () => schedulers.hyperband(20)],
  ] as const;

  it.each(parts)('of %s are numbered without a gap, and say what was known', async (_, make) => {
    const order = { kind: make().isAdaptive ? 'logical' : 'free', slots: 4 } as const;
    const { events } = await runSweep({ scheduler: make(), order, rules: usualRules() });
    const all = decisions(events);
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((__, i) => i));
    for (const [i, { at, known }] of all.entries()) {
      expect(at).toBeGreaterThanOrEqual(all[i - 1]?.at ?? 0);
      expect(known).toBeGreaterThanOrEqual(all[i - 1]?.known ?? 0);
    }
    const ends = all.filter(({ action }) => ['complete', 'stop', 'fail'].includes(action));
    expect(new Set(ends.map(({ trial }) => trial)).size).toBe(20);
    for (const { action, reason } of ends) expect(reason === null).toBe(action === 'complete');
  });

  it('tell that the space is exhausted', async () => {
    for (const [, make] of parts) {
      const order = { kind: make().isAdaptive ? 'logical' : 'free', slots: 4 } as const;
      const sweep = { sampler: gridX(5), order, scheduler: make() };
      const { events, outcome } = await runSweep(sweep);
      expect(outcome.kind).toBe('finished');
      expect(decisions(events).filter(({ action }) => action === 'exhaust')).toMatchObject([
        { trial: 5, epoch: 0 },
      ]);
    }
  });

  it('come in the order in which trials began where nothing is learned on the way', async () => {
    const { events } = await runSweep({
      scheduler: full(6, 2),
      budget: 2,
      capacity: 3,
      shuffle: 1,
    });
    expect(decisions(events).map(({ trial, action, at }) => [trial, action, at])).toEqual(
      [0, 1, 2, 3, 4, 5].flatMap((trial) => [
        [trial, 'start', 2 * trial],
        [trial, 'complete', 2 * trial + 2],
      ]),
    );
  });
});
