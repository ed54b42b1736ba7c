// A definition as the command line names it: a file, and what its options change in it.

import { availableParallelism } from 'node:os';
import { type CheckedDefinition, readDefinition } from '../definition/read-definition.js';
import type { Override } from '../definition/source/overrides.js';
import { networkSettings } from '../trainables/network/settings.js';

export interface DefinitionOptions {
  readonly set?: readonly Override[];
  readonly seed?: number;
  readonly name?: string;
}

/** @throws Slip with every slip of the definition */
export function definitionFrom(
  file: string,
  { set, seed, name }: DefinitionOptions,
): CheckedDefinition {
  const overrides = [...(set ?? [])];
  if (seed !== undefined) overrides.push({ key: 'seed', value: String(seed) });
  // In quotes: a name may look like a number.
  if (name !== undefined) overrides.push({ key: 'name', value: JSON.stringify(name) });
  return readDefinition(file, {
    overrides,
    workingDirectory: process.cwd(),
    settings: networkSettings,
  });
}

/** Threads: as many as were asked for, or one for each core. */
export function workersOf(given: number | undefined): number {
  return given ?? availableParallelism();
}
