// One value that stands for all of a domain.

import { expect, it } from 'vitest';
import type { Domain } from '../../src/space/parameter.js';
import { typicalValue } from '../../src/space/typical-value.js';

const domains: readonly [Domain, unknown][] = [
  [{ kind: 'constant', value: 'adam' }, 'adam'],
  [{ kind: 'categorical', values: ['sgd', 'adam', 'rmsprop'] }, 'sgd'],
  [{ kind: 'int_uniform', min: 1, max: 5 }, 3],
  [{ kind: 'uniform', min: 0, max: 0.3 }, 0.15],
  [{ kind: 'q_uniform', min: 0, max: 1, q: 0.4 }, 0.4],
];

it.each(domains)('of %j it is %j', (domain, value) => {
  expect(typicalValue(domain)).toBe(value);
});

it('of a logarithmic range it is the middle of the exponents', () => {
  const domain = { kind: 'log_uniform_values', min: 0.0001, max: 1 } as const;
  expect(typicalValue(domain)).toBeCloseTo(0.01, 12);
});
