// Ladders that allot rows, with samplers that learn and that do not, and with the rules that look at a trial's
// own curve: the promises of a sweep hold for candidates and for their trials.

import { describe, expect, it } from 'vitest';
import type { SweepEvent } from '../../../src/vocabulary/event.js';
import { decisions, stories } from '../../orchestrator/scripted-sweep.js';
import {
  type Combination,
  EPOCHS,
  ladder,
  mixedSpace,
  runCombination,
  SLOTS,
  samplerOver,
  TRIALS,
} from './combined-sweep.js';
import { rowSchedulers, rules } from './parts.js';

const combinations = ['random', 'tpe'].flatMap((method) =>
  Object.entries(rowSchedulers).flatMap(([schedule, scheduler]) =>
    ['no rule', 'diverged', 'patience', 'threshold'].map((stopping) => ({
      name: `${method} × ${schedule} × ${stopping}`,
      combination: {
        sampler: samplerOver(method, mixedSpace),
        scheduler: (objective) => scheduler({ ...ladder, objective }),
        rules: (objective) => rules[stopping]!(objective, EPOCHS),
      } satisfies Combination,
      stopping,
    })),
  ),
);
/** Each ladder and each rule in one at least: there a crash is tried at every event. */
const dense = combinations.filter((_, i) => i % 9 === 2);

const told = (events: readonly SweepEvent[]) => ({
  stories: stories(events),
  decisions: decisions(events),
});
const course = (events: readonly SweepEvent[]) =>
  decisions(events).map(({ trial, action, epoch }) => `${action} ${trial} at ${epoch}`);
const started = (events: readonly SweepEvent[]) =>
  events.flatMap((event) => (event.kind === 'trial_started' ? [event] : []));

/** The trials of each configuration, in the order in which they began. */
function candidatesOf(events: readonly SweepEvent[]) {
  const found = new Map<string, { trial: number; rows: number }[]>();
  for (const { trial, parameters, rows } of started(events)) {
    const key = JSON.stringify(parameters);
    found.set(key, [...(found.get(key) ?? []), { trial, rows: rows! }]);
  }
  return [...found.values()];
}

describe.each(combinations)('$name', ({ combination, stopping }) => {
  it('trains every trial to its budget at most, on more rows than the one before, and loses none', async () => {
    const { events, outcome } = await runCombination(combination);
    const trials = stories(events);
    expect(outcome.trials.paused).toBe(0);
    expect(started(events).map(({ trial }) => trial)).toEqual(trials.map((_, trial) => trial));
    const candidates = candidatesOf(events);
    expect(candidates.length).toBeLessThanOrEqual(TRIALS);
    for (const climbed of candidates) {
      expect(climbed.map(({ rows }) => rows)).toEqual(
        [...new Set(climbed.map(({ rows }) => rows))].sort((a, b) => a - b),
      );
    }
    for (const { epochs, fate } of trials) {
      expect(epochs.length).toBeLessThanOrEqual(EPOCHS);
      expect(['completed', 'stopped', 'failed']).toContain(fate?.state);
      if (fate?.state === 'completed') expect(epochs).toHaveLength(EPOCHS);
    }
  });

  it('lets no candidate go on that failed, diverged or was given up', async () => {
    const { events } = await runCombination(combination);
    const trials = stories(events);
    for (const climbed of candidatesOf(events)) {
      for (const { trial } of climbed.slice(0, -1)) {
        const { fate, best } = trials[trial]!;
        // What had enough by itself goes on, and says so.
        const early = fate?.state === 'stopped' && fate.reason.rule === 'patience';
        expect(fate?.state === 'completed' || (early && stopping === 'patience')).toBe(true);
        expect((best as { value: number }).value).toBeLessThan(Number.POSITIVE_INFINITY);
      }
    }
  });

  it('has all slots taken as long as candidates are left to begin', async () => {
    const { events, isLogical } = await runCombination(combination);
    if (!isLogical) return;
    const isFirst = new Set(candidatesOf(events).map(([first]) => first!.trial));
    const underway = new Set<number>();
    let begun = 0;
    for (const { trial, action } of decisions(events)) {
      if (action === 'start') {
        underway.add(trial);
        if (isFirst.has(trial)) begun++;
        continue;
      }
      if (underway.has(trial) && begun < isFirst.size) expect(underway.size).toBe(SLOTS);
      underway.delete(trial);
    }
  });

  it('decides the same on one worker, two and eight, and after a crash', async () => {
    const whole = await runCombination(combination, { capacity: 1 });
    for (const [capacity, shuffle] of [
      [2, 11],
      [8, 12],
    ] as const) {
      const { events } = await runCombination(combination, { capacity, shuffle });
      expect(told(events)).toEqual(told(whole.events));
    }
    for (const share of [0.3, 0.8]) {
      const survived = whole.events.slice(0, Math.floor(share * whole.events.length));
      const { events, outcome } = await runCombination(combination, { survived, shuffle: 5 });
      expect(told(events)).toEqual(told(whole.events));
      expect(outcome.epochsRemembered).toBeGreaterThan(0);
    }
  });

  it('maximises as it minimises the negative', async () => {
    const least = await runCombination(combination, { goal: 'minimize' });
    const greatest = await runCombination(combination, { goal: 'maximize' });
    expect(course(greatest.events)).toEqual(course(least.events));
  });
});

describe.each(dense)('$name, killed at every event,', ({ combination }) => {
  it('comes to the same end', async () => {
    const whole = await runCombination(combination);
    for (let cut = 0; cut < whole.events.length; cut++) {
      const survived = whole.events.slice(0, cut);
      const { events } = await runCombination(combination, { survived, capacity: 1 });
      expect(told(events)).toEqual(told(whole.events));
    }
  });
});
