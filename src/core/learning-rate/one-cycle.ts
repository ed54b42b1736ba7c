// Up from lr / lr_div_factor to lr, then down to a lr_final_div_factor-th of the start (Smith & Topin
// 2018), as torch.optim.lr_scheduler.OneCycleLR in its two phases. Momentum stays as it is.

import { numberSetting } from '../../vocabulary/configuration.js';
import { cosineBetween } from './cosine.js';
import type { Schedule } from './schedule.js';

function straightBetween(start: number, end: number, share: number): number {
  return start + (end - start) * share;
}

export const oneCycle: Schedule = {
  name: 'one_cycle',
  spansBudget: true,
  rate(settings, { at, total }) {
    const peak = numberSetting(settings, 'lr');
    const start = peak / numberSetting(settings, 'lr_div_factor');
    const end = start / numberSetting(settings, 'lr_final_div_factor');
    const between = settings.lr_anneal === 'linear' ? straightBetween : cosineBetween;
    const last = total - 1;
    // Below 0 where the rise is shorter than one interval: then the fall has begun before the first.
    const top = numberSetting(settings, 'lr_pct_start') * total - 1;
    if (at < top) return between(start, peak, at / top);
    return at === top ? peak : between(peak, end, Math.min(1, (at - top) / (last - top)));
  },
};
