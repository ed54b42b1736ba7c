// `schedule:` as schemas: how far each trial is trained.

import * as z from 'zod';
import { oneOf, strictMap, wholeNumber } from './leaf-schema.js';

export const fullForm = strictMap(
  { type: oneOf(['full'], 'Every trial is trained to the end.') },
  'a map with `type`',
);

export const halvingForm = strictMap(
  {
    type: oneOf(
      ['successive_halving', 'hyperband', 'asha'],
      'The best 1 in eta of each rung go on: when all of it is there, or (asha) at once; hyperband tries several ladders.',
    ).optional(),
    eta: wholeNumber(
      2,
      1000,
      '1 in eta trials goes on, to eta times the epochs; 3 by default.',
    ).optional(),
    min_epochs: wholeNumber(1, 1_000_000, 'Epochs at the first rung; 1 by default.').optional(),
  },
  'a map with `type`',
);

export const oneOfSchedules = oneOf(
  ['full', 'successive_halving', 'hyperband', 'asha'],
  'How far to train each.',
);

export const scheduleSchema = z.union([fullForm, halvingForm]).describe('How far to train each.');
