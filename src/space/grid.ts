// Every point of a discrete space, by its number. Order: the definition's, the last parameter
// fastest, like the digits of a counter. Invariant: a point is computed from its index alone, so ten
// million points take no more memory than ten.

import type { Assignment, ParameterValue } from '../vocabulary/configuration.js';
import { Slip } from '../vocabulary/errors.js';
import type { Domain, Space } from './parameter.js';
import { multipleOf, stepsBelow } from './quantise.js';

/** The values of one parameter, in order. */
export interface Alternatives {
  readonly size: number;
  at(index: number): ParameterValue;
}

export interface Grid {
  /** Points, at most Number.MAX_SAFE_INTEGER. */
  readonly size: number;
  /** @throws RangeError for an index outside 0..size-1 */
  point(index: number): Assignment;
}

/**
 * The values a grid visits for a domain, or null for a continuous one. q_uniform visits min, min + q …
 * and leaves max out, as in W&B; int_uniform visits both ends.
 */
export function alternatives(domain: Domain): Alternatives | null {
  switch (domain.kind) {
    case 'constant':
      return { size: 1, at: () => domain.value };
    case 'categorical':
      return { size: domain.values.length, at: (index) => domain.values[index]! };
    case 'int_uniform':
      return { size: domain.max - domain.min + 1, at: (index) => domain.min + index };
    case 'q_uniform':
      return {
        size: stepsBelow(domain.min, domain.max, domain.q),
        // A least value of 17 digits would be left by rounding the first step.
        at: (index) => Math.max(multipleOf(domain.q, index, domain.min), domain.min),
      };
    case 'uniform':
    case 'log_uniform_values':
    case 'q_log_uniform_values':
    case 'normal':
    case 'log_normal':
    case 'q_normal':
    case 'q_log_normal':
    case 'beta':
    case 'q_beta':
      return null;
  }
}

/** Points in all; null with a continuous domain; beyond MAX_SAFE_INTEGER only nearly exact. */
export function gridSize(space: Space): number | null {
  let size = 1;
  for (const { domain } of space) {
    const values = alternatives(domain);
    if (values === null) return null;
    size *= values.size;
  }
  return size;
}

function columnsOf(space: Space): readonly (Alternatives & { readonly name: string })[] {
  return space.map(({ name, domain }) => {
    const values = alternatives(domain);
    if (values === null) {
      throw new Slip(
        `expected parameters that a grid can enumerate, found \`${name}\` (${domain.kind}): list its values, or give it a step q`,
      );
    }
    return { name, ...values };
  });
}

/**
 * The grid over a space whose every domain is discrete.
 * @throws Slip for a continuous domain or more than Number.MAX_SAFE_INTEGER points
 */
export function lazyGrid(space: Space): Grid {
  const columns = columnsOf(space);
  const size = columns.reduce((product, column) => product * column.size, 1);
  if (size > Number.MAX_SAFE_INTEGER) {
    throw new Slip(
      `expected a grid of at most ${Number.MAX_SAFE_INTEGER} points, found about ${size.toPrecision(3)}: use method: random with trials`,
    );
  }
  const point = (index: number): Assignment => {
    if (!Number.isInteger(index) || index < 0 || index >= size) {
      throw new RangeError(`expected a point of 0..${size - 1}, found ${index}`);
    }
    let rest = index;
    const values = new Array<[string, ParameterValue]>(columns.length);
    for (let i = columns.length - 1; i >= 0; i--) {
      const column = columns[i]!;
      values[i] = [column.name, column.at(rest % column.size)];
      rest = Math.floor(rest / column.size);
    }
    return Object.freeze(Object.fromEntries(values));
  };
  return Object.freeze({ size, point });
}
