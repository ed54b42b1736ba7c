// The leaves that the schemas are built of. Each carries, as its error, the words for what it expects
// ("a whole number from 1 to 9"): the reader of issues puts what was found behind them.

import * as z from 'zod';
import { bytesOf } from './byte-size.js';

export const WHOLE_MAX = Number.MAX_SAFE_INTEGER;

function plain(n: number): string {
  return String(n);
}

/** min <= n <= max */
export function wholeNumber(min: number, max: number, about: string) {
  const error =
    max === WHOLE_MAX
      ? `a whole number of at least ${plain(min)}`
      : `a whole number from ${plain(min)} to ${plain(max)}`;
  return z.int({ error }).min(min, { error }).max(max, { error }).describe(about);
}

export interface Interval {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** The bound itself is not allowed. */
  readonly aboveMin?: boolean | undefined;
  readonly belowMax?: boolean | undefined;
}

function intervalWords({ min, max, aboveMin, belowMax }: Interval): string {
  const low = min === undefined ? '' : aboveMin ? ` above ${min}` : ` from ${min}`;
  const high = max === undefined ? '' : belowMax ? ` below ${max}` : ` up to ${max}`;
  return `a number${low}${low !== '' && high !== '' ? ',' : ''}${high}`;
}

export function realNumber(interval: Interval, about: string) {
  const { min, max, aboveMin, belowMax } = interval;
  const error = intervalWords(interval);
  let schema = z.number({ error });
  if (min !== undefined) schema = aboveMin ? schema.gt(min, { error }) : schema.min(min, { error });
  if (max !== undefined) schema = belowMax ? schema.lt(max, { error }) : schema.max(max, { error });
  return schema.describe(about);
}

/** A number of bytes, or text with a unit. @param least and @param most as people write them */
export function byteSize(least: string, most: string, about: string) {
  const error = `an amount of memory from ${least} to ${most}, as 512MB or 2GiB`;
  const [min, max] = [bytesOf(least)!, bytesOf(most)!];
  const isWithin = (written: string) => {
    const bytes = bytesOf(written);
    return bytes !== null && bytes >= min && bytes <= max;
  };
  const bytes = z.int({ error }).min(min, { error }).max(max, { error });
  return z
    .union([bytes, z.string({ error }).refine(isWithin, { error })], { error })
    .describe(about);
}

export function text(what: string, about: string, longest = 1000) {
  const error = `${what} of 1 to ${longest} characters`;
  return z.string({ error: what }).min(1, { error }).max(longest, { error }).describe(about);
}

export function oneOf<const Words extends readonly [string, ...string[]]>(
  words: Words,
  about: string,
) {
  const list = words.map((word) => `\`${word}\``).join(', ');
  return z.enum(words, { error: words.length === 1 ? list : `one of ${list}` }).describe(about);
}

/** A map with these keys and no others. */
export function strictMap<Shape extends z.core.$ZodLooseShape>(shape: Shape, what: string) {
  return z.strictObject(shape, { error: what });
}

export function listOf<Item extends z.ZodType>(item: Item, what: string) {
  return z.array(item, { error: what }).min(1, { error: `${what} with at least one item` });
}
