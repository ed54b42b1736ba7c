// Parameter values and metrics in the terminal: short, but never another value. Exact ones are a --json
// or an export away.

import type { Assignment, ParameterValue } from '../../vocabulary/configuration.js';
import { isCost } from '../../vocabulary/cost.js';
import { printable } from './printable.js';

/** Six significant digits of a fraction, all of a whole number: 0.00314159, 1e-9, 1234567, NaN. */
export function numberShown(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

/** A metric in a column: always four decimals where it is of ordinary size, so that columns align. */
export function metricShown(value: number | null): string {
  if (value === null) return '–';
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return size !== 0 && (size < 0.001 || size >= 100_000)
    ? value.toExponential(3)
    : value.toFixed(4);
}

/** What a network costs is a count, and whole: parameters, bytes. Other metrics are as in any column. */
export function namedMetricShown(name: string, value: number | null): string {
  return value !== null && isCost(name) && Number.isInteger(value)
    ? String(value)
    : metricShown(value);
}

export function valueShown(value: ParameterValue | undefined): string {
  if (value === undefined) return '–';
  if (typeof value === 'number') return numberShown(value);
  return printable(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

/** A standard error: two digits are as many as it is worth. */
export function errorShown(se: number | null): string {
  if (se === null) return '–';
  const short = se.toPrecision(2);
  return short.includes('e') ? String(Number(short)) : short;
}

/** Four digits of a fraction are enough to tell trials apart in a table; whole numbers stay whole. */
export function shortValue(value: ParameterValue | undefined): string {
  if (typeof value !== 'number' || Number.isInteger(value)) return valueShown(value);
  return String(Number(value.toPrecision(4)));
}

/** lr 0.0031 · batch_size 32 · optimizer adam */
export function assignmentShown(assignment: Assignment, shown = valueShown): string {
  return Object.entries(assignment)
    .map(([name, value]) => `${printable(name)} ${shown(value)}`)
    .join(' · ');
}
