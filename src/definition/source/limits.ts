// What a definition may not be, whatever it says: too large, too deep, with invisible characters or
// with keys that objects treat specially. Checked before anything is built from the text, because a
// reader that is already deep in a hostile file can no longer refuse it.

import type { ComplaintBook } from '../complaint-book.js';
import { quoted, type Spot } from './source-node.js';

/** 1 MiB. */
export const MAX_BYTES = 1_048_576;
/** Levels of lists and maps. */
export const MAX_DEPTH = 32;
/** Words and marks of the text: bounds the time of reading. */
export const MAX_LEXEMES = 30_000;
/** Keys of one map: each unknown one is compared with all the known. */
const MAX_KEYS = 500;
/** Values after aliases are followed: bounds "a billion laughs". */
export const MAX_VALUES = 50_000;

/** Control characters but tab and line ends, and marks that reverse the direction of writing. */
const INVISIBLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/;

const SPECIAL_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

function codePointName(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The first character that text may not have, or null. */
export function invisibleCharacter(
  text: string,
): { readonly offset: number; readonly name: string } | null {
  const match = INVISIBLE.exec(text);
  return match === null ? null : { offset: match.index, name: codePointName(match[0]) };
}

export function tooLarge(bytes: number): string {
  return `expected a definition of at most 1 MiB, found ${bytes} bytes: is this the right file?`;
}

export const tooDeep = `expected at most ${MAX_DEPTH} levels of lists and maps, found more: write it flatter`;

export const tooManyValues = `expected at most ${MAX_VALUES} values, found more: use min and max instead of long lists`;

/**
 * Whether a key may stand where it does; complains if not.
 * @param seen keys of the same map so far, with their places; the key is added
 */
export function admitKey(
  key: string,
  spot: Spot,
  seen: Map<string, Spot>,
  book: ComplaintBook,
): boolean {
  const first = seen.get(key);
  if (SPECIAL_KEYS.has(key)) {
    book.error(
      spot,
      `expected the name of a setting, found ${quoted(key)}, which has a meaning of its own: remove it`,
    );
    return false;
  }
  if (first !== undefined) {
    book.error(
      spot,
      `expected each key once, found ${quoted(key)} again (first at ${first.place}): keep one of them`,
    );
    return false;
  }
  if (seen.size === MAX_KEYS) {
    book.error(
      spot,
      `expected at most ${MAX_KEYS} keys in a map, found more: is this the right file?`,
    );
  }
  seen.set(key, spot);
  return seen.size <= MAX_KEYS;
}
