// Multiplied by gamma every lr_step_size epochs or steps, as torch.optim.lr_scheduler.StepLR.

import { numberSetting } from '../../vocabulary/configuration.js';
import { wholePower } from '../../vocabulary/deterministic-math.js';
import type { Schedule } from './schedule.js';

export const step: Schedule = {
  name: 'step',
  spansBudget: false,
  rate(settings, { at }) {
    const falls = Math.floor(at / numberSetting(settings, 'lr_step_size'));
    return numberSetting(settings, 'lr') * wholePower(numberSetting(settings, 'lr_gamma'), falls);
  },
};
