// The same learning rate at every step.

import { numberSetting } from '../../vocabulary/configuration.js';
import type { Schedule } from './schedule.js';

export const constant: Schedule = {
  name: 'constant',
  spansBudget: false,
  rate: (settings) => numberSetting(settings, 'lr'),
};
