// The order in which workers finish, and how many there are, change no trial's story.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/vocabulary/segment.js';
import * as scripted from './scripted-sweep.js';

const { runSweep, stories, lines, decisions, randomX, full, halving, usualRules } = scripted;

const failure: Failure = { kind: 'error', message: 'no luck', detail: 'no luck', attempts: 2 };

/** One sweep with everything in it: rules that stop, failures, duplicates, a ladder. */
const sweep = (halve: boolean, different: number): scripted.Setup => ({
  sampler: randomX(different),
  scheduler: halve ? halving(81, 27) : full(40, 27),
  budget: 27,
  rules: usualRules(),
  failure: (x, epoch) => (x % 7 === 3 && epoch === 2 + (x % 5) ? failure : null),
});

describe('the order in which workers finish', () => {
  it.each([
    ['full', false, 1_000_000],
    ['full with duplicates', false, 12],
    ['successive halving', true, 1_000_000],
    ['successive halving with duplicates', true, 12],
  ])('changes no trial of a sweep: %s', async (_, halve, different) => {
    const expected = await runSweep({ ...sweep(halve, different), capacity: 1 });
    const expectedStories = stories(expected.events);
    const order = fc.record({ shuffle: fc.nat(), capacity: fc.integer({ min: 1, max: 8 }) });
    await fc.assert(
      fc.asyncProperty(order, async (drawn) => {
        const { events, outcome } = await runSweep({ ...sweep(halve, different), ...drawn });
        expect(stories(events)).toEqual(expectedStories);
        expectedStories.forEach((__, trial) => {
          expect(lines(events, trial)).toEqual(lines(expected.events, trial));
        });
        expect(outcome.trials).toEqual(expected.outcome.trials);
        expect(decisions(events)).toEqual(decisions(expected.events));
      }),
      { numRuns: 40 },
    );
  });

  it('is tried on sweeps in which everything happens', async () => {
    const rules = async (halve: boolean) => {
      const { events } = await runSweep(sweep(halve, 1_000_000));
      const named = stories(events).map(({ fate }) =>
        fate === null || fate.state === 'completed' ? 'completed' : fate.reason.rule,
      );
      return [...new Set(named)];
    };
    expect((await rules(false)).sort()).toEqual(['completed', 'diverged', 'failure', 'patience']);
    expect(await rules(true)).toEqual(
      expect.arrayContaining(['completed', 'diverged', 'failure', 'successive_halving']),
    );
  });
});
