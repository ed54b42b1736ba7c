// Words of the command line become values, or a slip that says which option it was.

import { InvalidArgumentError } from 'commander';
import type { Override } from '../definition/source/overrides.js';

/** A parser for a whole number within min..max. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= min && number <= max) return number;
    throw new InvalidArgumentError(`expected a whole number from ${min} to ${max}`);
  };
}

/** A number to reach, or one to add: 131, +50. */
export type Growth =
  | { readonly to: number; readonly by?: undefined }
  | { readonly by: number; readonly to?: undefined };

export function growth(max: number): (text: string) => Growth {
  return (text) => {
    const number = Number(text);
    if (/^\+?\d+$/.test(text) && number >= 1 && number <= max) {
      return text.startsWith('+') ? { by: number } : { to: number };
    }
    throw new InvalidArgumentError(
      `expected a whole number from 1 to ${max}, or how many more, as +50`,
    );
  };
}

/** A number above 0 and at most `max`. */
export function positiveNumber(max: number): (text: string) => number {
  return (text) => {
    const number = text.trim() === '' ? Number.NaN : Number(text);
    if (number > 0 && number <= max) return number;
    throw new InvalidArgumentError(`expected a number above 0, and at most ${max}`);
  };
}

export function finiteNumber(text: string): number {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(number)) return number;
  throw new InvalidArgumentError('expected a number');
}

/** Collects `key=value` into overrides; the first = divides. */
export function keyValue(text: string, before: readonly Override[] = []): readonly Override[] {
  const at = text.indexOf('=');
  if (at < 1)
    throw new InvalidArgumentError('expected key=value, as in --set data.file=digits.csv');
  return [...before, { key: text.slice(0, at), value: text.slice(at + 1) }];
}

/** Collects what is given several times, as it was typed. */
export function collected(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
