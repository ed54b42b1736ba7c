// A definition as the command line names it: a file, and what its options change in it.

import { availableParallelism } from 'node:os';
import { exportedDefinition } from '../definition/exported-definition.js';
import {
  type CheckedDefinition,
  type ReadOptions,
  readDefinition,
} from '../definition/read-definition.js';
import type { Override } from '../definition/source/overrides.js';
import { networkSettings } from '../trainables/network/settings.js';
import { exportOf, isModuleFile } from './definition-module/module-file.js';

export interface DefinitionOptions {
  readonly set?: readonly Override[];
  readonly seed?: number;
  readonly name?: string;
}

/**
 * The definition in a file, whatever it is written in.
 * @param file relative to the working directory; one of TypeScript or JavaScript is run
 * @throws Slip with every slip of the definition
 */
export async function definitionIn(
  file: string,
  overrides: readonly Override[],
): Promise<CheckedDefinition> {
  const workingDirectory = process.cwd();
  const options: ReadOptions = { overrides, workingDirectory, settings: networkSettings };
  if (!isModuleFile(file)) return readDefinition(file, options);
  return exportedDefinition(await exportOf(file, workingDirectory), file, options);
}

/** @throws Slip with every slip of the definition */
export function definitionFrom(
  file: string,
  { set, seed, name }: DefinitionOptions,
): Promise<CheckedDefinition> {
  const overrides = [...(set ?? [])];
  if (seed !== undefined) overrides.push({ key: 'seed', value: String(seed) });
  // In quotes: a name may look like a number.
  if (name !== undefined) overrides.push({ key: 'name', value: JSON.stringify(name) });
  return definitionIn(file, overrides);
}

/** Threads: as many as were asked for, or one for each core. */
export function workersOf(given: number | undefined): number {
  return given ?? availableParallelism();
}
