// A straight line from lr × lr_start_factor to lr × lr_end_factor over the whole budget, as
// torch.optim.lr_scheduler.LinearLR with total_iters = total.

import { numberSetting } from '../../vocabulary/configuration.js';
import type { Schedule } from './schedule.js';

export const linear: Schedule = {
  name: 'linear',
  spansBudget: true,
  rate(settings, { at, total }) {
    const start = numberSetting(settings, 'lr_start_factor');
    const end = numberSetting(settings, 'lr_end_factor');
    return numberSetting(settings, 'lr') * (start + (end - start) * Math.min(1, at / total));
  },
};
