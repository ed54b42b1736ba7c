// The points that were proposed, oldest first, each under its trial's number, and their order along every axis
// of numbers. Invariant: a point that is added changes nothing of those before, so that what a model knows of
// them need not be worked out again for every proposal.

import { firstPlace } from '../../vocabulary/first-place.js';
import type { Axis } from './axis.js';

/** Coordinates by axis; NaN where there is none. */
export type Point = Float64Array;

export interface PointTable {
  readonly axes: readonly Axis[];
  readonly size: number;
  add(point: Point): void;
  /** NaN where the point has none. */
  coordinate(trial: number, axis: number): number;
  /** Those with a coordinate on an axis of numbers, from the least; equal ones oldest first. */
  sorted(axis: number): Int32Array;
}

export function pointTable(axes: readonly Axis[]): PointTable {
  const width = axes.length;
  let size = 0;
  let coordinates = new Float64Array(64 * width);
  const orders = axes.map(() => ({ trials: new Int32Array(64), count: 0 }));

  function insert(trial: number, axis: number, x: number): void {
    const order = orders[axis]!;
    if (order.count === order.trials.length) order.trials = grown(order.trials);
    const place = firstPlace(
      order.count,
      (other) => coordinates[order.trials[other]! * width + axis]! > x,
    );
    order.trials.copyWithin(place + 1, place, order.count);
    order.trials[place] = trial;
    order.count++;
  }

  return {
    axes,
    get size() {
      return size;
    },
    add(point) {
      if ((size + 1) * width > coordinates.length) coordinates = grown(coordinates);
      coordinates.set(point, size * width);
      axes.forEach(({ kind }, axis) => {
        const x = point[axis]!;
        if (kind === 'numbers' && !Number.isNaN(x)) insert(size, axis, x);
      });
      size++;
    },
    coordinate: (trial, axis) => coordinates[trial * width + axis]!,
    sorted: (axis) => orders[axis]!.trials.subarray(0, orders[axis]!.count),
  };
}

/** Of twice the length, with the same beginning. */
export function grown<T extends Float64Array | Int32Array>(array: T): T {
  const longer = new (array.constructor as new (length: number) => T)(2 * array.length);
  longer.set(array);
  return longer;
}
