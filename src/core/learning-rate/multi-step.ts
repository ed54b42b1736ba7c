// Multiplied by gamma at each milestone, as torch.optim.lr_scheduler.MultiStepLR: one that stands twice
// counts twice.

import { numberSetting } from '../../vocabulary/configuration.js';
import { wholePower } from '../../vocabulary/deterministic-math.js';
import type { Schedule } from './schedule.js';

export const multiStep: Schedule = {
  name: 'multi_step',
  spansBudget: false,
  rate(settings, { at }) {
    const milestones = settings.lr_milestones;
    if (!Array.isArray(milestones)) throw new TypeError('expected a list for lr_milestones');
    const passed = milestones.filter((milestone) => milestone <= at).length;
    return numberSetting(settings, 'lr') * wholePower(numberSetting(settings, 'lr_gamma'), passed);
  },
};
