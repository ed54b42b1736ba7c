// The sections of a definition, each as a schema: the one source for checking a file, for its types in
// programs and for the JSON Schema that completes it in an editor.

import * as z from 'zod';
import type { Settings } from '../../vocabulary/setting.js';
import { fileDataForm, generatorDataForm } from './data-schema.js';
import { givenSchemas } from './given-schema.js';
import {
  byteSize,
  oneOf,
  realNumber,
  strictMap,
  text,
  WHOLE_MAX,
  wholeNumber,
} from './leaf-schema.js';
import { alsoMeasureSchema, metricSchema, metricsSchema } from './metric-schema.js';
import { modelSchema, parametersSchema } from './parameter-schema.js';
import { constraintsSchema } from './rule-schema.js';
import { scheduleSchema } from './schedule-schema.js';
import { stoppingSchema } from './stopping-schema.js';

const NAME = 'a name of letters, digits, `-`, `_` and `.` that begins with a letter or a digit';

/** Samplers, and short forms of a sampler with a schedule. */
const methodWords = [
  'grid',
  'random',
  'sobol',
  'tpe',
  'bayes',
  'gp',
  'cma_es',
  'nsga2',
  'list',
  'successive_halving',
  'hyperband',
  'bohb',
] as const;

/** Sections with one form each. */
export const plainSections = {
  name: z
    .string({ error: NAME })
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, { error: NAME })
    .max(64, { error: `${NAME}, of at most 64 characters` })
    .describe('What the sweep is called; left out: the name of the file.'),
  description: text('text', 'What the sweep is for.', 10_000),
  method: oneOf(methodWords, 'What to try.'),
  trials: wholeNumber(
    1,
    1_000_000_000,
    'How many configurations to try; a grid or a list left alone tries all.',
  ),
  duplicates: z
    .boolean({ error: '`true` or `false`' })
    .describe('Whether a configuration that was tried may be drawn again; false by default.'),
  seed: wholeNumber(0, WHOLE_MAX, 'Seed of the search and of the training; 0 by default.'),
  seeds: wholeNumber(1, 100, 'Under how many seeds to train each configuration; 1 by default.'),
  folds: wholeNumber(
    2,
    100,
    'Folds of cross-validation, in place of a validation part; none by default.',
  ),
  epochs: wholeNumber(
    1,
    1_000_000,
    'Passes over the training data for a trial that nothing stops.',
  ),
  trial_timeout: realNumber(
    { min: 0, aboveMin: true, max: 31_536_000 },
    'Seconds that one piece of training may take.',
  ),
  checkpoint_every: realNumber(
    { min: 0, max: 31_536_000 },
    'Seconds between the states that a training stores on its way; 0: after every epoch; 30 by default.',
  ),
  trial_memory: byteSize('64MiB', '1TiB', 'Memory that a trial may take, as 512MB.'),
  give_up_after: z
    .union([z.literal('never'), z.null(), wholeNumber(1, 1_000_000, 'Failed trials.')], {
      error: 'a whole number from 1 to 1000000, or `never`',
    })
    .describe('Failed trials in a row after which the sweep ends; 10 by default.'),
  parallelism: wholeNumber(1, 4096, 'Trials under way at a time, on any machine; 16 by default.'),
  order: oneOf(
    ['logical', 'arrival'],
    'When results count: by the definition alone (the default), or as they arrive.',
  ),
} as const;

/** The keys of a definition, in the order in which examples have them. */
export const definitionKeys = [
  '$schema',
  'name',
  'description',
  'method',
  'trials',
  'duplicates',
  'seed',
  'seeds',
  'folds',
  'metric',
  'metrics',
  'data',
  'model',
  'epochs',
  'parameters',
  'constraints',
  'first',
  'configurations',
  'schedule',
  'stopping',
  'also_measure',
  'trial_timeout',
  'trial_memory',
  'checkpoint_every',
  'give_up_after',
  'parallelism',
  'order',
] as const;

/** A whole definition, for editors and for the types of programs. */
export function definitionSchema(settings: Settings) {
  const {
    name,
    description,
    method,
    trials,
    duplicates,
    seed: sweepSeed,
    seeds,
    folds,
    epochs,
  } = plainSections;
  const given = givenSchemas(settings);
  return strictMap(
    {
      $schema: z.string().describe('For editors: where this schema is.').optional(),
      name: name.optional(),
      description: description.optional(),
      method,
      trials: trials.optional(),
      duplicates: duplicates.optional(),
      seed: sweepSeed.optional(),
      seeds: seeds.optional(),
      folds: folds.optional(),
      metric: metricSchema.describe('What the sweep is about.').optional(),
      metrics: metricsSchema.optional(),
      data: z.union([fileDataForm, generatorDataForm]).describe('What is learned from.'),
      model: modelSchema(settings).optional(),
      epochs,
      // A list needs none; whether another method has them is the rules' to say.
      parameters: parametersSchema(settings).optional(),
      constraints: constraintsSchema.optional(),
      first: given.first.optional(),
      configurations: given.configurations.optional(),
      schedule: scheduleSchema.optional(),
      stopping: stoppingSchema.optional(),
      also_measure: alsoMeasureSchema.optional(),
      trial_timeout: plainSections.trial_timeout.optional(),
      trial_memory: plainSections.trial_memory.optional(),
      checkpoint_every: plainSections.checkpoint_every.optional(),
      give_up_after: plainSections.give_up_after.optional(),
      parallelism: plainSections.parallelism.optional(),
      order: plainSections.order.optional(),
    } satisfies Record<(typeof definitionKeys)[number], z.ZodType>,
    'a map of keys',
  );
}
