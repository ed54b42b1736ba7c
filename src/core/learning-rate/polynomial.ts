// lr × (1 − share of the budget)^lr_power, as torch.optim.lr_scheduler.PolynomialLR with
// total_iters = total.

import { numberSetting } from '../../vocabulary/configuration.js';
import { pow, wholePower } from '../../vocabulary/deterministic-math.js';
import type { Schedule } from './schedule.js';

export const polynomial: Schedule = {
  name: 'polynomial',
  spansBudget: true,
  rate(settings, { at, total }) {
    const power = numberSetting(settings, 'lr_power');
    const left = 1 - Math.min(1, at / total);
    const share = Number.isInteger(power) ? wholePower(left, power) : pow(left, power);
    return numberSetting(settings, 'lr') * share;
  },
};
