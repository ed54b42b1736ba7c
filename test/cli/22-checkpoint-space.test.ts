// How many states a plan keeps, and what room they take.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytesOfStates,
  plannedStates,
  spaceWarnings,
} from '../../src/cli/plan/checkpoint-space.js';

const total = (counts: readonly { readonly trials: number; readonly states: number }[]) =>
  counts.reduce((sum, { trials, states }) => sum + trials * states, 0);

describe('states', () => {
  it('of trials that are trained to the end are the best and the last one', () => {
    const { end, most } = plannedStates([{ configurations: 5, epochs: 9 }], false);
    expect([total(end), total(most)]).toEqual([10, 15]);
  });

  it('of a single epoch are one', () => {
    const { end, most } = plannedStates([{ configurations: 5, epochs: 1 }], false);
    expect([total(end), total(most)]).toEqual([5, 5]);
  });

  it('of trials that are trained in pieces are those of the last two, and the best', () => {
    expect(total(plannedStates([{ configurations: 5, epochs: 9 }], true).end)).toBe(15);
  });

  const rungs = [
    { configurations: 9, epochs: 1 },
    { configurations: 3, epochs: 3 },
    { configurations: 1, epochs: 9 },
  ];

  it('of a trial that climbs are those of its last two rungs, and the best', () => {
    const { end, most } = plannedStates(rungs, false);
    expect(end).toEqual([
      { trials: 6, states: 1 },
      { trials: 2, states: 3 },
      { trials: 1, states: 3 },
    ]);
    expect(total(most)).toBe(6 + 6 + 3);
  });

  it('of a bracket begin anew', () => {
    const brackets = [
      ...rungs.map((rung) => ({ ...rung, bracket: 0 })),
      { configurations: 4, epochs: 9, bracket: 1 },
    ];
    expect(plannedStates(brackets, false).end.at(-1)).toEqual({ trials: 4, states: 2 });
  });
});

describe('bytes', () => {
  it('are those of the largest networks where these have the most states', () => {
    const counts = [
      { trials: 2, states: 1 },
      { trials: 1, states: 2 },
    ];
    expect(bytesOfStates(counts, [10, 1000, 100])).toBe(2000 + 100 + 10);
  });

  it('stand for more trials than were looked at', () => {
    expect(bytesOfStates([{ trials: 300, states: 2 }], [10, 20])).toBeCloseTo(150 * 2 * 30);
    const counts = [
      { trials: 50, states: 2 },
      { trials: 250, states: 1 },
    ];
    expect(bytesOfStates(counts, [10, 20])).toBeCloseTo(50 * 2 * 20 + 100 * 20 + 150 * 10);
  });

  it('lie between those of the smallest and of the largest alone', () => {
    const count = fc.record({ trials: fc.nat(50), states: fc.integer({ min: 1, max: 3 }) });
    const sizes = fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.array(count, { maxLength: 5 }), sizes, (counts, bytes) => {
        const found = bytesOfStates(counts, bytes);
        expect(found).toBeLessThanOrEqual(total(counts) * Math.max(...bytes) * (1 + 1e-9));
        expect(found).toBeGreaterThanOrEqual(total(counts) * Math.min(...bytes) * (1 - 1e-9));
      }),
    );
  });
});

describe('a full disk', () => {
  const space = { largest: 10, end: 100, most: 200, budget: 1000, free: 150 };

  it('is told before the sweep begins', () => {
    expect(spaceWarnings(space)).toEqual([
      {
        place: '',
        message:
          'expected room for checkpoints of up to 200 bytes, found 150 bytes free on the disk of the results: make room, name another directory with --results DIR, or set NIGHTSWEEP_CHECKPOINT_BYTES',
      },
    ]);
  });

  it.each([
    ['there is room', { ...space, free: 200 }],
    ['the budget keeps checkpoints within it', { ...space, budget: 150 }],
    ['nobody can tell', { ...space, free: null }],
  ])('is none where %s', (_why, roomy) => {
    expect(spaceWarnings(roomy)).toEqual([]);
  });
});
