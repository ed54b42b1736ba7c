// `schedule:` as schemas: how far each trial is trained.

import * as z from 'zod';
import { oneOf, strictMap, wholeNumber } from './leaf-schema.js';

export const fullForm = strictMap(
  { type: oneOf(['full'], 'Every trial is trained to the end.') },
  'a map with `type`',
);

const eta = wholeNumber(
  2,
  1000,
  '1 in eta trials goes on, to eta times the epochs; 3 by default.',
).optional();

const epochs = wholeNumber(1, 1_000_000, 'Epochs at the first rung; 1 by default.');

const rows = wholeNumber(
  1,
  1_000_000_000,
  'Under resource: rows, rows of the training part at the first rung.',
);

const resource = oneOf(
  ['epochs', 'rows'],
  'What each rung has eta times as much of: epochs (the default), or rows of the training part, each time from the beginning.',
).optional();

const maxRows = wholeNumber(
  1,
  1_000_000_000,
  'Under resource: rows, rows at the last rung; all of the training part by default.',
).optional();

/** `type` may be left out under a method that stands for it. */
const halvingForm = strictMap(
  {
    type: oneOf(
      ['successive_halving'],
      'The best 1 in eta of each rung go on, when all of it is there.',
    ).optional(),
    eta,
    min_epochs: z
      .union([epochs, z.enum(['exhaust', 'smallest'])], {
        error: 'a whole number from 1 to 1000000, `exhaust` or `smallest`',
      })
      .describe('Epochs at the first rung; 1 by default, `exhaust` under rule: scikit_learn.')
      .optional(),
    resource,
    min_rows: z
      .union([rows, z.enum(['exhaust', 'smallest'])], {
        error: 'a whole number from 1 to 1000000000, `exhaust` or `smallest`',
      })
      .describe(
        'Under resource: rows, rows at the first rung; `exhaust` by default under rule: scikit_learn.',
      )
      .optional(),
    max_rows: maxRows,
    rule: oneOf(
      ['paper', 'scikit_learn'],
      'How many are kept (n / eta, rounded down or up), and how many rungs there are.',
    ).optional(),
    aggressive_elimination: z
      .boolean({ error: 'true or false' })
      .describe(
        'Under rule: scikit_learn, cut down to few before the last rung, whatever it takes.',
      )
      .optional(),
  },
  'a map with `type`',
);

const hyperbandForm = strictMap(
  {
    type: oneOf(['hyperband'], 'Several ladders of successive halving.').optional(),
    eta,
    min_epochs: epochs.optional(),
    resource,
    min_rows: rows.optional(),
    max_rows: maxRows,
  },
  'a map with `type`',
);

const ashaForm = strictMap(
  {
    type: oneOf(['asha'], 'The best 1 in eta of each rung go on at once.').optional(),
    eta,
    min_epochs: epochs.optional(),
    resource,
    min_rows: rows.optional(),
    max_rows: maxRows,
    form: oneOf(
      ['promotion', 'stopping'],
      'promotion (the default): trials wait to be chosen; stopping: they go on unless they are worse.',
    ).optional(),
  },
  'a map with `type`',
);

export const ladderForms = {
  successive_halving: halvingForm,
  hyperband: hyperbandForm,
  asha: ashaForm,
} as const;

export const oneOfSchedules = oneOf(
  ['full', 'successive_halving', 'hyperband', 'asha'],
  'How far to train each.',
);

export const scheduleSchema = z
  .union([fullForm, halvingForm, hyperbandForm, ashaForm])
  .describe('How far to train each.');
