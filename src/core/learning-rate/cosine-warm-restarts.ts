// Half a cosine again and again, each lr_restart_factor times as long as the one before (SGDR,
// Loshchilov & Hutter 2017), as torch.optim.lr_scheduler.CosineAnnealingWarmRestarts. Restarts count in
// epochs, also where the rate changes with every step: then positions are fractions of epochs.

import { numberSetting } from '../../vocabulary/configuration.js';
import { cosineBetween } from './cosine.js';
import type { Schedule } from './schedule.js';

export const cosineWarmRestarts: Schedule = {
  name: 'cosine_warm_restarts',
  spansBudget: false,
  rate(settings, { at, perEpoch }) {
    const factor = numberSetting(settings, 'lr_restart_factor');
    let length = numberSetting(settings, 'lr_restart_epochs') * perEpoch;
    let since = at;
    if (factor === 1) since %= length;
    else {
      while (since >= length) {
        since -= length;
        length *= factor;
      }
    }
    const [lr, least] = [numberSetting(settings, 'lr'), numberSetting(settings, 'lr_min')];
    return cosineBetween(lr, least, since / length);
  },
};
