// How a metric's value is stored: SQLite turns NaN into NULL and -0 into 0, so the kind is written
// beside the value. What is read is, bit for bit, what was written.

import type { Goal } from '../vocabulary/metric.js';

/** 0 finite, 1 NaN, 2 infinity, 3 minus infinity, 4 minus zero: migrations/001-initial.ts */
export function kindOf(value: number): number {
  if (value - value === 0) return value === 0 && Object.is(value, -0) ? 4 : 0;
  if (Number.isNaN(value)) return 1;
  return value > 0 ? 2 : 3;
}

export function storedValue(value: number | null, kind: number): number {
  if (kind === 1 || value === null) return Number.NaN;
  return kind === 4 ? -0 : value;
}

/** What a value is multiplied by so that less is better. */
export function directionOf(goal: Goal): 1 | -1 {
  return goal === 'minimize' ? 1 : -1;
}
