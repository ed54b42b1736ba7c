// Multiplied by gamma after every epoch or step, as torch.optim.lr_scheduler.ExponentialLR.

import { numberSetting } from '../../vocabulary/configuration.js';
import { wholePower } from '../../vocabulary/deterministic-math.js';
import type { Schedule } from './schedule.js';

export const exponential: Schedule = {
  name: 'exponential',
  spansBudget: false,
  rate: (settings, { at }) =>
    numberSetting(settings, 'lr') * wholePower(numberSetting(settings, 'lr_gamma'), at),
};
