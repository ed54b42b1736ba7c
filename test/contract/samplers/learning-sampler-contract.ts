// What every sampler guarantees that learns: it is asked in order and told in logical order, and nothing else
// decides what it proposes.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation, Sampler } from '../../../src/samplers/sampler.js';
import type { Assignment } from '../../../src/vocabulary/configuration.js';
import type { Goal } from '../../../src/vocabulary/metric.js';

/** What happens to trials: how many are under way, and how the one that is next in turn ends. */
const course = fc.record({
  slots: fc.integer({ min: 1, max: 6 }),
  trials: fc.integer({ min: 1, max: 40 }),
  values: fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) },
      { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity) },
    ),
    { minLength: 40, maxLength: 40 },
  ),
  rungs: fc.boolean(),
});
type Course = typeof course extends fc.Arbitrary<infer T> ? T : never;

function play(sampler: Sampler, { slots, trials, values, rungs }: Course, sign = 1) {
  const proposals: (Assignment | null)[] = [];
  const tell = (trial: number, state: Observation['state'], epochs: number, factor: number) =>
    sampler.observe?.({ trial, state, epochs, values: [sign * factor * values[trial]!] });
  for (let trial = 0; trial < trials; trial++) {
    proposals.push(sampler.suggest(trial));
    const ended = trial - slots + 1;
    if (ended < 0 || proposals[ended] === null) continue;
    if (rungs) tell(ended, 'paused', 1, 1);
    if (rungs && ended % 3 > 0) tell(ended, 'stopped', 1, 1);
    else tell(ended, ended % 7 === 5 ? 'failed' : 'completed', 3, 0.5);
  }
  return proposals;
}

/**
 * @param names the parameters of the space, in order; some may be left out of a proposal
 * @param numRuns of each law: fewer of a sampler whose proposals take long
 */
export function learningSamplerContract(
  name: string,
  names: readonly string[],
  makeSampler: (goal: Goal) => Sampler,
  numRuns = 30,
): void {
  describe(`${name} keeps the contract of samplers that learn`, () => {
    it('learns', () => {
      expect(makeSampler('minimize').observe).not.toBeNull();
    });

    it('proposes the same after the same', () => {
      fc.assert(
        fc.property(course, (drawn) => {
          const first = play(makeSampler('minimize'), drawn);
          expect(play(makeSampler('minimize'), drawn)).toEqual(first);
        }),
        { numRuns },
      );
    });

    it('maximises as it minimises the negative', () => {
      fc.assert(
        fc.property(course, (drawn) => {
          const least = play(makeSampler('minimize'), drawn);
          expect(play(makeSampler('maximize'), drawn, -1)).toEqual(least);
        }),
        { numRuns },
      );
    });

    it('proposes frozen records with parameters in order, none of them twice, and after null only nulls', () => {
      fc.assert(
        fc.property(course, (drawn) => {
          const proposals = play(makeSampler('minimize'), drawn);
          const given = proposals.filter((proposal) => proposal !== null);
          expect(proposals.slice(given.length)).toEqual(
            new Array(proposals.length - given.length).fill(null),
          );
          for (const proposal of given) {
            expect(Object.isFrozen(proposal)).toBe(true);
            const own = Object.keys(proposal);
            expect(own).toEqual(names.filter((candidate) => own.includes(candidate)));
          }
          expect(new Set(given.map((one) => JSON.stringify(one))).size).toBe(given.length);
        }),
        { numRuns },
      );
    });

    it('has as many configurations as it says', () => {
      const sampler = makeSampler('minimize');
      if (sampler.size === null) return;
      const values = new Array(sampler.size + 40).fill(0).map((_, i) => i % 5);
      const trials = sampler.size + 3;
      const proposals = play(sampler, { slots: 1, trials, values, rungs: false });
      expect(proposals.filter((proposal) => proposal !== null)).toHaveLength(sampler.size);
    });
  });
}
