// lr × √(w / (w + t)) with w the length of the warm-up, at least 1: the decay of Vaswani et al. 2017,
// scaled so that it begins at lr where the warm-up ends.

import { numberSetting } from '../../vocabulary/configuration.js';
import type { Schedule } from './schedule.js';

export const inverseSqrt: Schedule = {
  name: 'inverse_sqrt',
  spansBudget: false,
  rate(settings, { at, warmup }) {
    const scale = Math.max(1, warmup);
    return numberSetting(settings, 'lr') * Math.sqrt(scale / (scale + at));
  },
};
