// What every sampler guarantees, whatever it proposes. Run over each implementation.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sampler } from '../../../src/samplers/sampler.js';

/** Trials looked at of a sampler without end. */
const LOOKED_AT = 40;

/** @param names the parameters of the space, in order */
export function samplerContract(
  name: string,
  names: readonly string[],
  makeSampler: () => Sampler,
): void {
  const inOrder = () => {
    const sampler = makeSampler();
    return Array.from({ length: LOOKED_AT }, (_, trial) => sampler.suggest(trial));
  };

  describe(`${name} keeps the contract of samplers`, () => {
    it('proposes the same for a trial, whatever was asked before and however often', () => {
      const expected = inOrder();
      fc.assert(
        fc.property(fc.array(fc.nat({ max: LOOKED_AT - 1 }), { maxLength: 30 }), (asked) => {
          const sampler = makeSampler();
          for (const trial of asked) expect(sampler.suggest(trial)).toEqual(expected[trial]);
        }),
      );
    });

    it('assigns every parameter, in the order of the definition', () => {
      for (const assignment of inOrder()) {
        if (assignment !== null) expect(Object.keys(assignment)).toEqual(names);
      }
    });

    it('hands out records that nobody can change', () => {
      expect(Object.isFrozen(makeSampler().suggest(0))).toBe(true);
    });

    it('has as many configurations as it says, and after them nothing', () => {
      const { size } = makeSampler();
      const proposals = inOrder();
      if (size === null) return;
      expect(size).toBeLessThan(LOOKED_AT);
      expect(proposals.map((assignment) => assignment !== null)).toEqual(
        proposals.map((_, trial) => trial < size),
      );
      expect(makeSampler().suggest(size + 1_000_000)).toBeNull();
    });
  });
}
