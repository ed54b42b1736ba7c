// One parameter as a tree-structured Parzen estimator sees it: a stretch of numbers, in steps or without, on
// the logarithm where the domain is logarithmic, or a set of alternatives without an order. Whatever the
// domain, `valueOf` gives one of its values.

import { LAST_UNIT, valueAt } from '../../space/draw.js';
import type { Domain, Parameter } from '../../space/parameter.js';
import { clamped } from '../../space/quantise.js';
import { indexOfValue, unitAt } from '../../space/undraw.js';
import type { ParameterValue } from '../../vocabulary/configuration.js';
import { exp, log } from '../../vocabulary/deterministic-math.js';

export type Axis =
  | {
      readonly kind: 'numbers';
      readonly name: string;
      readonly low: number;
      readonly high: number;
      /** Values are low + step/2, low + 3 step/2 …; 0: all numbers in between. */
      readonly step: number;
      coordinateOf(value: ParameterValue): number;
      valueOf(coordinate: number): ParameterValue;
    }
  | {
      readonly kind: 'alternatives';
      readonly name: string;
      readonly count: number;
      /** How likely each is before anything is known, with a sum of 1; null: all alike. */
      readonly shares: readonly number[] | null;
      coordinateOf(value: ParameterValue): number;
      valueOf(coordinate: number): ParameterValue;
    };

/** null: it has one value alone, and nothing to learn. */
export function axisOf({ name, domain }: Parameter): Axis | null {
  switch (domain.kind) {
    case 'constant':
      return null;
    case 'categorical':
      return domain.ordered === true ? unitAxis(name, domain) : alternatives(name, domain);
    case 'int_uniform': {
      const { min, max } = domain;
      return {
        kind: 'numbers',
        name,
        low: min - 0.5,
        high: max + 0.5,
        step: 1,
        coordinateOf: Number,
        valueOf: (x) => clamped(Math.round(x), min, max),
      };
    }
    case 'uniform': {
      const { min, max } = domain;
      return {
        kind: 'numbers',
        name,
        low: min,
        high: max,
        step: 0,
        coordinateOf: Number,
        valueOf: (x) => clamped(x, min, max),
      };
    }
    case 'log_uniform_values': {
      const { min, max } = domain;
      return {
        kind: 'numbers',
        name,
        low: log(min),
        high: log(max),
        step: 0,
        coordinateOf: (value) => log(Number(value)),
        valueOf: (x) => clamped(exp(x), min, max),
      };
    }
    default:
      return unitAxis(name, domain);
  }
}

function alternatives(name: string, domain: Extract<Domain, { kind: 'categorical' }>): Axis | null {
  const { values, probabilities = null } = domain;
  if (values.length === 1) return null;
  return {
    kind: 'alternatives',
    name,
    count: values.length,
    shares: probabilities,
    coordinateOf: (value) => indexOfValue(values, value),
    valueOf: (index) => values[index]!,
  };
}

/** By the numbers in [0, 1) of which its values are drawn: the prior of any distribution is even there. */
function unitAxis(name: string, domain: Domain): Axis {
  return {
    kind: 'numbers',
    name,
    low: 0,
    high: 1,
    step: 0,
    coordinateOf: (value) => unitAt(domain, value),
    valueOf: (u) => valueAt(domain, clamped(u, 0, LAST_UNIT)),
  };
}
