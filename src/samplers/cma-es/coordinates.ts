// A search space as CMA-ES sees it. Numbers, lists in order among them, are coordinates of the unit cube in which
// each distribution is even; values without an order are choices; what has one value alone is neither.

import { LAST_UNIT, valueAt } from '../../space/draw.js';
import type { Domain, Parameter, Space } from '../../space/parameter.js';
import { clamped } from '../../space/quantise.js';
import { sameValue } from '../../space/representative.js';
import { indexOfValue, unitAt } from '../../space/undraw.js';
import type { Assignment, ParameterValue } from '../../vocabulary/configuration.js';
import type { Vector } from './search-distribution.js';

export type Alternatives = Extract<Domain, { kind: 'categorical' }>;

export interface Point {
  /** 0 <= x < 1, in the order of the coordinates. */
  readonly numbers: Vector;
  /** Indexes of values, in the order of the choices; -1: the choice has no effect here. */
  readonly chosen: readonly number[];
}

export interface Coordinates {
  readonly numbers: Space;
  readonly choices: readonly { readonly name: string; readonly domain: Alternatives }[];
  assignmentOf(point: Point): Assignment;
  /** @param drawn says where a value came from, and stands in for what has no effect */
  pointOf(proposal: Assignment, drawn: Vector): Point;
}

export function coordinatesOf(parameters: Space): Coordinates {
  const searched = parameters.filter(({ domain }) => !hasOneValue(domain));
  const choices = searched.flatMap(({ name, domain }) =>
    isChoice(domain) ? [{ name, domain }] : [],
  );
  const numbers = searched.filter(({ domain }) => !isChoice(domain));

  return {
    numbers,
    choices,
    assignmentOf(point) {
      const drawn = new Map<string, ParameterValue>();
      numbers.forEach(({ name, domain }, i) => {
        drawn.set(name, valueAt(domain, point.numbers[i]!));
      });
      choices.forEach(({ name, domain }, i) => {
        drawn.set(name, domain.values[point.chosen[i]!]!);
      });
      return Object.fromEntries(
        parameters.map(({ name, domain }) => [name, drawn.get(name) ?? valueAt(domain, 0)]),
      );
    },
    pointOf: (proposal, drawn) => ({
      numbers: Float64Array.from(numbers, (parameter, i) =>
        unitOf(parameter, proposal[parameter.name], drawn[i]!),
      ),
      chosen: choices.map(({ name, domain }) => {
        const value = proposal[name];
        return value === undefined ? -1 : indexOfValue(domain.values, value);
      }),
    }),
  };
}

function isChoice(domain: Domain): domain is Alternatives {
  return domain.kind === 'categorical' && domain.ordered !== true;
}

function hasOneValue(domain: Domain): boolean {
  if (isChoice(domain)) return domain.values.length === 1;
  return sameValue(valueAt(domain, 0), valueAt(domain, LAST_UNIT));
}

/** Where many unit numbers give one value, the one that was drawn: the middle of a step would hide the way there. */
function unitOf({ domain }: Parameter, value: ParameterValue | undefined, drawn: number): number {
  if (value === undefined || sameValue(valueAt(domain, drawn), value)) return drawn;
  return clamped(unitAt(domain, value), 0, LAST_UNIT);
}
