// Half a cosine from lr to lr_min over the whole budget (Loshchilov & Hutter 2017), as
// torch.optim.lr_scheduler.CosineAnnealingLR with T_max = total.

import { numberSetting } from '../../vocabulary/configuration.js';
import { cos } from '../../vocabulary/deterministic-math.js';
import type { Schedule } from './schedule.js';

/** Half a cosine from `start` at share 0 to `end` at share 1. */
export function cosineBetween(start: number, end: number, share: number): number {
  return end + ((start - end) * (1 + cos(Math.PI * share))) / 2;
}

export const cosine: Schedule = {
  name: 'cosine',
  spansBudget: true,
  rate(settings, { at, total }) {
    const [lr, least] = [numberSetting(settings, 'lr'), numberSetting(settings, 'lr_min')];
    return cosineBetween(lr, least, at / total);
  },
};
