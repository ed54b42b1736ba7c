// Multiplied by lr_factor when the loss has not improved for more than lr_patience epochs, as
// torch.optim.lr_scheduler.ReduceLROnPlateau in its mode min.

import { type Configuration, numberSetting } from '../../vocabulary/configuration.js';
import type { Schedule } from './schedule.js';

/** torch's eps: a smaller step down is not taken. */
const SMALLEST_FALL = 1e-8;

function improves(settings: Configuration, loss: number, best: number): boolean {
  const threshold = numberSetting(settings, 'lr_threshold');
  return loss < (settings.lr_threshold_mode === 'abs' ? best - threshold : best * (1 - threshold));
}

function reduced(settings: Configuration, rate: number): number {
  const lower = Math.max(
    rate * numberSetting(settings, 'lr_factor'),
    numberSetting(settings, 'lr_min'),
  );
  return rate - lower > SMALLEST_FALL ? lower : rate;
}

/** Its memory: the learning rate, the best loss, epochs since it, and epochs of cooldown that are left. */
export const reduceOnPlateau: Schedule = {
  name: 'reduce_on_plateau',
  spansBudget: false,
  rate: (_settings, _position, [rate]) => rate!,
  listener: {
    begin: (settings) => [numberSetting(settings, 'lr'), Number.POSITIVE_INFINITY, 0, 0],
    hear(settings, memory, loss) {
      const [rate, best, bad, cooldown] = memory as [number, number, number, number];
      const better = improves(settings, loss, best);
      const least = better ? loss : best;
      const cooling = cooldown > 0;
      const waited = better || cooling ? 0 : bad + 1;
      if (waited <= numberSetting(settings, 'lr_patience')) {
        return [rate, least, waited, cooling ? cooldown - 1 : 0];
      }
      return [reduced(settings, rate), least, 0, numberSetting(settings, 'lr_cooldown')];
    },
  },
};
