// The parameters as the Gaussian process sees them. A number's coordinate is its unit coordinate, whatever its
// distribution; an alternative's is its index. Invariant: `valueOf` gives a value of the domain for any
// coordinate in reach, and a point has for every axis either a coordinate or the mark of a parameter that is
// not there.

import { LAST_UNIT, valueAt } from '../../space/draw.js';
import { drawablePoints } from '../../space/enumeration.js';
import type { Parameter, Space } from '../../space/parameter.js';
import { clamped } from '../../space/quantise.js';
import { indexOfValue, unitAt } from '../../space/undraw.js';
import type { Assignment, ParameterValue } from '../../vocabulary/configuration.js';

/** Coordinates, one of each axis. */
export type Point = Float64Array;

/** The coordinate of a parameter that a proposal is without. */
export const ABSENT = Number.NaN;

/** A grid of more steps than this is searched as if there were all numbers in between. */
const LISTED_STEPS = 1024;
/** With no more choices than this each of them is tried. */
const FEW_CHOICES = 16;

export interface Axis {
  readonly name: string;
  /** Numbers have distances; alternatives are the same or not. */
  readonly isNumber: boolean;
  /** Whether a gradient leads along it: all numbers, but for those of a few steps. */
  readonly isSmooth: boolean;
  /** The coordinates that there are, in order; null: too many to list. */
  readonly choices: Float64Array | null;
  coordinateOf(value: ParameterValue): number;
  valueOf(coordinate: number): ParameterValue;
}

/** An axis for every parameter that has more than one value. */
export function axesOf(parameters: Space): readonly Axis[] {
  return parameters.flatMap((parameter) => axisOf(parameter) ?? []);
}

function axisOf({ name, domain }: Parameter): Axis | null {
  if (domain.kind === 'constant') return null;
  const listed = drawablePoints([{ name, domain }]);
  const values =
    listed === null || listed.size > LISTED_STEPS
      ? null
      : Array.from({ length: listed.size }, (_, i) => listed.point(i)[name]!);
  if (values?.length === 1) return null;
  if (domain.kind === 'categorical' && domain.ordered !== true) {
    const coordinateOf = (value: ParameterValue) => indexOfValue(domain.values, value);
    return {
      name,
      isNumber: false,
      isSmooth: false,
      choices: values === null ? null : Float64Array.from(values, coordinateOf),
      coordinateOf,
      valueOf: (index) => domain.values[index]!,
    };
  }
  const coordinateOf = (value: ParameterValue) => unitAt(domain, value);
  const choices = values === null ? null : Float64Array.from(values, coordinateOf).sort();
  return {
    name,
    isNumber: true,
    isSmooth: choices === null || choices.length > FEW_CHOICES,
    choices,
    coordinateOf,
    valueOf: (u) => valueAt(domain, clamped(u, 0, LAST_UNIT)),
  };
}

export function pointOf(axes: readonly Axis[], proposal: Assignment): Point {
  return Float64Array.from(axes, ({ name, coordinateOf }) => {
    const value = proposal[name];
    return value === undefined ? ABSENT : coordinateOf(value);
  });
}

/** The places along an axis of choices that one step leads to: all of a few, or steps of 1, 2, 4 … both ways. */
export function neighboursOf(choices: Float64Array, coordinate: number): readonly number[] {
  if (choices.length <= FEW_CHOICES) return [...choices].filter((choice) => choice !== coordinate);
  const place = nearestPlace(choices, coordinate);
  const found: number[] = [];
  for (let step = 1; step < choices.length; step *= 2) {
    if (place - step >= 0) found.push(choices[place - step]!);
    if (place + step < choices.length) found.push(choices[place + step]!);
  }
  return found;
}

function nearestPlace(choices: Float64Array, coordinate: number): number {
  let nearest = 0;
  for (let i = 1; i < choices.length; i++) {
    if (Math.abs(choices[i]! - coordinate) < Math.abs(choices[nearest]! - coordinate)) nearest = i;
  }
  return nearest;
}
