// A definition written in a program: a plain object of the same shape as a file, checked by the same
// rules. Places in messages are key paths.

import type * as z from 'zod';
import type { ParameterValue } from '../vocabulary/configuration.js';
import { Slip } from '../vocabulary/errors.js';
import type { Settings } from '../vocabulary/setting.js';
import { complaintBook } from './complaint-book.js';
import { definitionFromTree } from './definition-from-tree.js';
import type { CheckedDefinition } from './read-definition.js';
import type { DISTRIBUTIONS } from './schema/distribution-schema.js';
import type { definitionSchema } from './schema/section-schema.js';
import { objectTree } from './source/object-source.js';
import { fromWandb } from './wandb/wandb-sweep.js';

/** A value, its alternatives, or a range, as under `parameters:` in a file. */
type ParameterInput =
  | ParameterValue
  | readonly ParameterValue[]
  | {
      readonly distribution?: (typeof DISTRIBUTIONS)[number];
      readonly value?: ParameterValue;
      readonly values?: readonly ParameterValue[];
      readonly min?: number;
      readonly max?: number;
      readonly q?: number;
      readonly probabilities?: readonly number[];
      readonly ordered?: boolean;
      readonly mu?: number;
      readonly sigma?: number;
      readonly a?: number;
      readonly b?: number;
      readonly when?: string;
    }
  | { readonly derive: string; readonly when?: string }
  | { readonly parameters: Readonly<Record<string, ParameterInput>> };

type Written = z.input<ReturnType<typeof definitionSchema>>;

interface MetricInput {
  readonly name: string;
  readonly goal?: 'minimize' | 'maximize';
}

type ConfigurationInput = Readonly<Record<string, ParameterValue>>;

/** One of `metric` and `metrics`. */
export type SweepInput = Omit<
  Written,
  'metric' | 'metrics' | 'model' | 'parameters' | 'first' | 'configurations'
> & {
  readonly metric?: MetricInput;
  readonly metrics?: readonly (
    | MetricInput
    | string
    | Readonly<Record<string, 'minimize' | 'maximize'>>
  )[];
  readonly model?: Readonly<Record<string, ParameterValue>>;
  /** Left out under method: list alone. */
  readonly parameters?: Readonly<Record<string, ParameterInput>>;
  readonly first?: readonly ConfigurationInput[];
  readonly configurations?: readonly ConfigurationInput[];
};

export interface DefineOptions {
  readonly settings: Settings;
  /** What the data's path is relative to. */
  readonly workingDirectory: string;
}

/** What definitions were made of. */
const inputs = new WeakMap<object, SweepInput>();

/** The object that a definition was made of, or the value itself where it is no such definition. */
export function inputOf(value: unknown): unknown {
  return (typeof value === 'object' && value !== null ? inputs.get(value) : undefined) ?? value;
}

/** @throws Slip with every slip of the object */
export function defineSweep(
  input: SweepInput,
  { settings, workingDirectory }: DefineOptions,
): CheckedDefinition {
  const book = complaintBook();
  const tree = fromWandb(objectTree(input, book), settings, book);
  const folders = { definition: workingDirectory, working: workingDirectory };
  const context = { settings, folders, defaultName: 'sweep' };
  const definition = definitionFromTree(tree, context, book);
  if (definition === null) throw new Slip(book.errors());
  inputs.set(definition, input);
  return Object.freeze({ definition, warnings: book.warnings() });
}
