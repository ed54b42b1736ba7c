// What every scheduler guarantees, whatever it decides. Each run plays a scheduler against trials whose
// values and accidents are fixed by trial and epoch, and whose reports arrive in an order of their own.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scheduler, Settlement } from '../../../src/schedulers/scheduler.js';
import type { TrialFate } from '../../../src/vocabulary/trial.js';

export interface Play {
  /** Trials that the sampler has. */
  readonly available: number;
  /** The objective, or null where the trial ends before it gets there. */
  readonly value: (trial: number, epoch: number) => number | null;
  /** Which of so many outstanding reports comes next. */
  readonly pick: (outstanding: number) => number;
  /** How many reports may be outstanding. */
  readonly capacity: number;
}

export interface Story {
  /** Trials dispatched to each epoch. */
  readonly dispatched: ReadonlyMap<number, readonly number[]>;
  readonly fates: ReadonlyMap<number, readonly TrialFate[]>;
}

/** Plays a sweep to its end and checks on the way what may be checked of any. */
export function play(scheduler: Scheduler, script: Play): Story {
  const dispatched = new Map<number, number[]>();
  const fates = new Map<number, TrialFate[]>();
  const reached = new Map<number, number>();
  const outstanding: { trial: number; to: number }[] = [];
  const settle = (settlements: readonly Settlement[]) => {
    for (const { trial, fate } of settlements) {
      const story = fates.get(trial);
      expect(story, `trial ${trial} was settled before it was started`).toBeDefined();
      expect(story!.at(-1)?.state ?? 'paused', 'settled for good once').toBe('paused');
      story!.push(fate);
    }
  };

  for (let step = scheduler.next(); step.kind !== 'done'; step = scheduler.next()) {
    if (step.kind === 'wait') {
      expect(scheduler.next(), 'wait until something is reported').toEqual(step);
    } else if (step.kind === 'start' && step.trial >= script.available) {
      settle(scheduler.exhausted());
      continue;
    } else {
      expect(reached.get(step.trial) ?? 0).toBe(step.kind === 'start' ? 0 : step.from);
      if (step.kind === 'start') {
        expect(step.trial, 'numbered in order').toBe(fates.size);
        fates.set(step.trial, []);
      }
      outstanding.push({ trial: step.trial, to: step.to });
      dispatched.set(step.to, [...(dispatched.get(step.to) ?? []), step.trial]);
      if (outstanding.length < script.capacity) continue;
    }
    expect(outstanding.length, 'waits for something').toBeGreaterThan(0);
    const { trial, to } = outstanding.splice(script.pick(outstanding.length), 1)[0]!;
    const value = script.value(trial, to);
    reached.set(trial, to);
    if (value === null) settle(scheduler.report({ trial, outcome: 'ended' }));
    else {
      const settlements = scheduler.report({ trial, outcome: 'reached', epoch: to, value });
      expect(settlements[0]?.trial, 'its own settlement comes first').toBe(trial);
      settle(settlements);
    }
    if (value === null) fates.get(trial)!.push({ state: 'failed', reason: accident, detail: '' });
  }
  expect(outstanding).toEqual([]);
  expect(scheduler.next().kind, 'done for good').toBe('done');
  return { dispatched, fates };
}

const accident = { rule: 'failure', text: 'an accident of this play', facts: {} };
const first = () => 0;
const healthy = (trial: number, epoch: number) => ((trial * 7919) % 101) / epoch;

const script = fc.record({
  values: fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 5 }) },
      { weight: 1, arbitrary: fc.constantFrom(null, Number.NaN, Infinity, -Infinity) },
    ),
    { minLength: 1, maxLength: 60 },
  ),
  available: fc.integer({ min: 0, max: 40 }),
  picks: fc.array(fc.nat(), { minLength: 1, maxLength: 60 }),
  capacity: fc.integer({ min: 1, max: 12 }),
});

function playOf(drawn: {
  readonly values: readonly (number | null)[];
  readonly available: number;
  readonly picks: readonly number[];
  readonly capacity: number;
}): Play {
  let turn = 0;
  return {
    available: drawn.available,
    capacity: drawn.capacity,
    value: (trial, epoch) => drawn.values[(trial * 31 + epoch) % drawn.values.length]!,
    pick: (count) => drawn.picks[turn++ % drawn.picks.length]! % count,
  };
}

/** Trials to each epoch, over all brackets. */
function plannedByEpoch({ plan }: Pick<Scheduler, 'plan'>): ReadonlyMap<number, number> {
  const planned = new Map<number, number>();
  for (const { epochs, configurations } of plan) {
    if (configurations > 0) planned.set(epochs, (planned.get(epochs) ?? 0) + configurations);
  }
  return planned;
}

function statesOf({ fates }: Story): readonly (readonly string[])[] {
  return [...fates.values()].map((story) => story.map(({ state }) => state));
}

export function schedulerContract(
  name: string,
  /** @param isMirrored seeks the other way */
  makeScheduler: (trials: number | null, isMirrored?: boolean) => Scheduler,
): void {
  // One that learns on the way decides by what was reported until then: the order is its clock's affair,
  // and its plan is what it expects, not what it must do.
  const whereNothingIsLearned = it.skipIf(makeScheduler(1).isAdaptive);
  const itKeepsItsPlan = it.skipIf(!makeScheduler(1).isPlanExact);
  describe(`${name} keeps the contract of schedulers`, () => {
    it('refuses a report that it does not wait for', () => {
      const scheduler = makeScheduler(3);
      expect(() => scheduler.report({ trial: 0, outcome: 'ended' })).toThrow(/trial 0/);
      scheduler.next();
      const report = { trial: 0, outcome: 'reached', epoch: 999, value: 1 } as const;
      expect(() => scheduler.report(report)).toThrow(/found epoch 999/);
    });

    it('settles every trial for good in the end, whatever becomes of them', () => {
      fc.assert(
        fc.property(script, (drawn) => {
          const { fates } = play(makeScheduler(25), playOf(drawn));
          expect(fates.size).toBe(Math.min(25, drawn.available));
          for (const story of fates.values()) expect(story.at(-1)?.state).toMatch(/^[^p]/);
        }),
      );
    });

    it('decides the same where the same is reported in the same order', () => {
      fc.assert(
        fc.property(script, (drawn) => {
          const [one, other] = [0, 1].map(() => play(makeScheduler(25), playOf(drawn)));
          expect([...one!.fates]).toEqual([...other!.fates]);
          expect([...one!.dispatched]).toEqual([...other!.dispatched]);
        }),
      );
    });

    whereNothingIsLearned(
      'decides the same in whatever order reports arrive, and however many are outstanding',
      () => {
        fc.assert(
          fc.property(script, (drawn) => {
            const shuffled = play(makeScheduler(25), playOf(drawn));
            const inOrder = play(makeScheduler(25), { ...playOf(drawn), pick: first, capacity: 1 });
            expect([...shuffled.fates]).toEqual([...inOrder.fates]);
            expect([...shuffled.dispatched]).toEqual([...inOrder.dispatched]);
          }),
        );
      },
    );

    it('hands out nothing beyond its plan, and starts as many as were asked for', () => {
      fc.assert(
        fc.property(script, fc.integer({ min: 1, max: 60 }), (drawn, trials) => {
          const scheduler = makeScheduler(trials);
          const { dispatched, fates } = play(scheduler, { ...playOf(drawn), available: trials });
          expect(fates.size).toBe(trials);
          const epochs = plannedByEpoch(scheduler);
          expect([...dispatched.keys()].filter((epoch) => !epochs.has(epoch))).toEqual([]);
          if (!scheduler.isPlanExact) return;
          for (const [epoch, ran] of dispatched) {
            expect(ran.length, `trials to epoch ${epoch}`).toBeLessThanOrEqual(epochs.get(epoch)!);
          }
        }),
      );
    });

    it('waits for nothing while a trial has not begun', () => {
      fc.assert(
        fc.property(script, fc.integer({ min: 1, max: 60 }), (drawn, trials) => {
          const scheduler = makeScheduler(trials);
          const values = playOf(drawn);
          let begun = 0;
          const outstanding: { trial: number; to: number }[] = [];
          for (let step = scheduler.next(); step.kind !== 'done'; step = scheduler.next()) {
            if (step.kind === 'wait') expect(begun).toBe(trials);
            else outstanding.push(step);
            if (step.kind === 'start') begun++;
            if (step.kind !== 'wait' && outstanding.length < values.capacity) continue;
            const { trial, to: epoch } = outstanding.splice(values.pick(outstanding.length), 1)[0]!;
            const value = values.value(trial, epoch);
            if (value === null) scheduler.report({ trial, outcome: 'ended' });
            else scheduler.report({ trial, outcome: 'reached', epoch, value });
          }
          expect(begun).toBe(trials);
        }),
      );
    });

    it('sends nothing on that failed or diverged', () => {
      fc.assert(
        fc.property(script, (drawn) => {
          const values = playOf(drawn);
          const { dispatched } = play(makeScheduler(25), values);
          const ladder = [...dispatched.keys()].sort((a, b) => a - b);
          for (const [rung, epoch] of ladder.entries()) {
            const beyond = new Set(ladder.slice(rung + 1).flatMap((far) => dispatched.get(far)!));
            const broken = dispatched.get(epoch)!.filter((trial) => {
              const value = values.value(trial, epoch);
              return value === null || !Number.isFinite(value);
            });
            expect(broken.filter((trial) => beyond.has(trial))).toEqual([]);
          }
        }),
      );
    });

    it('decides the same where the negative is sought the other way', () => {
      fc.assert(
        fc.property(script, (drawn) => {
          const values = playOf(drawn);
          const negative = (trial: number, epoch: number) => {
            const value = values.value(trial, epoch);
            return value === null ? null : -value;
          };
          const asked = play(makeScheduler(25, false), playOf(drawn));
          const mirrored = play(makeScheduler(25, true), { ...playOf(drawn), value: negative });
          expect([...mirrored.dispatched]).toEqual([...asked.dispatched]);
          expect(statesOf(mirrored)).toEqual(statesOf(asked));
        }),
      );
    });

    itKeepsItsPlan.each([1, 2, 8, 27, 81])(
      'runs its plan where %i trials are healthy',
      (trials) => {
        const scheduler = makeScheduler(trials);
        const { plan } = scheduler;
        const { dispatched } = play(scheduler, {
          available: trials,
          capacity: 4,
          pick: first,
          value: healthy,
        });
        const ran = [...dispatched].map(([epochs, { length }]) => [epochs, length] as const);
        expect(new Map(ran)).toEqual(plannedByEpoch({ plan }));
      },
    );

    it('plans and runs for as many as there are, where that is found out late', () => {
      const asked = makeScheduler(null);
      const known = makeScheduler(10);
      const rest = { available: 10, capacity: 3, pick: first, value: healthy };
      expect([...play(asked, rest).fates]).toEqual([...play(known, rest).fates]);
      expect(asked.plan).toEqual(known.plan);
    });

    it('gives every fate but completion a reason of its own', () => {
      fc.assert(
        fc.property(script, (drawn) => {
          for (const story of play(makeScheduler(25), playOf(drawn)).fates.values()) {
            for (const fate of story) {
              if (fate.state === 'completed') continue;
              expect(fate.reason.text).toMatch(/^\S[^\n]+\S$/);
              expect(JSON.parse(JSON.stringify(fate.reason.facts))).toEqual(fate.reason.facts);
            }
          }
        }),
      );
    });
  });
}
