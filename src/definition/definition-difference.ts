// In which keys two definitions differ, in the words of a file. What does not make another sweep is no
// difference: where a file lies, what a description says, what a machine can bear.

import { basename } from 'node:path';
import { definitionKeys } from './schema/section-schema.js';
import type { SweepDefinition } from './sweep-definition.js';
import { type WrittenMap, writtenDefinition } from './written-definition.js';

export interface KeyDifference {
  /** Dotted: parameters.lr.max */
  readonly key: string;
  /** As in a file, on one line; null: the key is not there. */
  readonly before: string | null;
  readonly after: string | null;
}

/** In the order of keys in a file. */
export function definitionDifference(
  before: SweepDefinition,
  after: SweepDefinition,
): readonly KeyDifference[] {
  const [one, other] = [compared(before), compared(after)];
  return definitionKeys.flatMap((key) => mapDifference(only(key, one), only(key, other), ''));
}

function only(key: string, map: WrittenMap): WrittenMap {
  return Object.hasOwn(map, key) ? { [key]: map[key] } : {};
}

/** Lists that are told item by item, by their numbers. */
const givenKeys = ['first', 'configurations'];

/** As in definition-identity.ts. */
const undecisive = new Set(['description', 'trial_memory', 'checkpoint_every', 'give_up_after']);

function compared(definition: SweepDefinition): WrittenMap {
  const written = Object.entries(writtenDefinition(definition));
  const { data, ...rest } = Object.fromEntries(written.filter(([key]) => !undecisive.has(key)));
  const named = Object.entries(data as WrittenMap).map(([key, value]) => {
    const isPath = key === 'file' || key === 'labels';
    return [key, isPath ? basename(String(value)) : value];
  });
  const given = givenKeys.map((key) => [key, Object.fromEntries(Object.entries(rest[key] ?? {}))]);
  return { ...rest, ...Object.fromEntries(given), data: Object.fromEntries(named) };
}

function mapDifference(
  before: WrittenMap,
  after: WrittenMap,
  prefix: string,
): readonly KeyDifference[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => {
    const [one, other] = [before[key], after[key]];
    const path = `${prefix}${key}`;
    if (isMap(one) && isMap(other) && isTakenApart(one, other, path)) {
      return mapDifference(one, other, `${path}.`);
    }
    const [was, is] = [wordsOf(one), wordsOf(other)];
    return was === is ? [] : [{ key: path, before: was, after: is }];
  });
}

/** A range that has become a list is told whole; sections are always told key by key. */
function isTakenApart(one: WrittenMap, other: WrittenMap, path: string): boolean {
  if (!path.includes('.') && path !== 'schedule') return true;
  const [keys, others] = [Object.keys(one), Object.keys(other)];
  return keys.length === others.length && keys.every((key) => Object.hasOwn(other, key));
}

function isMap(value: unknown): value is WrittenMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wordsOf(value: unknown): string | null {
  return value === undefined ? null : flow(value);
}

/** YAML on one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (isMap(value)) {
    return `{${Object.entries(value)
      .map(([key, inner]) => `${key}: ${flow(inner)}`)
      .join(', ')}}`;
  }
  if (typeof value !== 'string') return String(value);
  return /^[\w./-]+$/.test(value) ? value : JSON.stringify(value);
}
