// What every sampler guarantees, whatever it proposes. Run over each implementation.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sampler } from '../../../src/samplers/sampler.js';
import type { SearchSpace } from '../../../src/space/search-space.js';

/** Trials looked at of a sampler without end. */
const LOOKED_AT = 40;

/** @param space whose proposals they are */
export function samplerContract(
  name: string,
  space: SearchSpace,
  makeSampler: () => Sampler,
): void {
  const inOrder = () => {
    const sampler = makeSampler();
    return Array.from({ length: LOOKED_AT }, (_, trial) => sampler.suggest(trial));
  };
  const proposals = () => inOrder().filter((proposal) => proposal !== null);

  describe(`${name} keeps the contract of samplers`, () => {
    it('proposes the same for a trial, whatever was asked before and however often', () => {
      // One that learns is asked in order, and once.
      if (makeSampler().observe !== null) return;
      const expected = inOrder();
      fc.assert(
        fc.property(fc.array(fc.nat({ max: LOOKED_AT - 1 }), { maxLength: 30 }), (asked) => {
          const sampler = makeSampler();
          for (const trial of asked) expect(sampler.suggest(trial)).toEqual(expected[trial]);
        }),
      );
    });

    it('proposes the same again from the same observations, where it learns', () => {
      const told = () => {
        const sampler = makeSampler();
        return Array.from({ length: LOOKED_AT }, (_, trial) => {
          const proposal = sampler.suggest(trial);
          const values = [(trial * 7) % 11, trial % 5];
          if (proposal !== null) {
            sampler.observe?.({ trial, state: 'completed', epochs: 9, values });
          }
          return proposal;
        });
      };
      expect(told()).toEqual(told());
    });

    it('assigns every parameter that has an effect, in the order of the definition', () => {
      for (const proposal of proposals()) {
        expect(Object.entries(space.admit(proposal) ?? {})).toEqual(Object.entries(proposal));
      }
    });

    it('proposes no configuration twice', () => {
      const keys = proposals().map(space.keyOf);
      expect(keys.length).toBeGreaterThan(0);
      expect(new Set(keys).size).toBe(keys.length);
    });

    it('hands out records that nobody can change', () => {
      expect(Object.isFrozen(makeSampler().suggest(0))).toBe(true);
    });

    it('has as many configurations as it says, and after them nothing, for a reason', () => {
      const sampler = makeSampler();
      const { size } = sampler;
      if (size === null) return;
      expect(size).toBeLessThan(LOOKED_AT);
      expect(inOrder().map((assignment) => assignment !== null)).toEqual(
        Array.from({ length: LOOKED_AT }, (_, trial) => trial < size),
      );
      for (let trial = 0; trial < size; trial++) sampler.suggest(trial);
      expect(sampler.suggest(size + 1_000_000)).toBeNull();
      expect(sampler.exhaustion?.()?.text).toBe(`all ${size} configurations were tried`);
    });
  });
}
