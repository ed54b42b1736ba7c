// What holds between parameters, as schemas: conditions and formulas are text, read by rules/expressions.ts.

import * as z from 'zod';
import { listOf, strictMap, text } from './leaf-schema.js';

/** As in `optimizer = 'sgd'`. */
export const whenSchema = text(
  'a condition',
  "Where the parameter is there: a condition on other settings, such as optimizer = 'sgd'.",
  2000,
).meta({ id: 'when' });

/** A parameter that is computed. */
export const deriveForm = strictMap(
  {
    derive: text('a formula', 'What it is computed from, such as width / 2.', 2000),
    when: whenSchema.optional(),
  },
  'a map with `derive`',
).meta({ id: 'derive' });

export const shortDerive = z
  .string({ error: 'a formula that begins with =' })
  .regex(/^\s*=/, { error: 'a formula that begins with =' })
  .meta({ id: 'formula', description: 'What it is computed from, as in "= width / 2".' });

export const MOST_CONSTRAINTS = 100;

export const constraintsSchema = listOf(
  text('a condition', 'A condition that every configuration meets.', 2000),
  'a list of conditions',
)
  .max(MOST_CONSTRAINTS, { error: `a list of at most ${MOST_CONSTRAINTS} conditions` })
  .describe('Conditions that every configuration meets, such as batch_size * layers <= 2048.');
