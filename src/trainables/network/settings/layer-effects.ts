// Which settings of layers matter, given the shape of the network: where there is nothing that they could
// act on, trials that differ by them alone are one training.

import { hiddenUnits } from '../../../core/models/hidden-layers.js';
import type { Configuration } from '../../../vocabulary/configuration.js';

/** `dropout` */
export function hasHiddenLayers(values: Configuration): boolean {
  return hiddenUnits(values).length > 0;
}

/** `norm`: follows hidden layers and convolutions. */
export function hasNormalisedLayers(values: Configuration): boolean {
  const { kind, convolutions } = values;
  const entries = kind === 'cnn' && Array.isArray(convolutions) ? convolutions : [];
  return hasHiddenLayers(values) || entries.some((entry) => typeof entry === 'number');
}

/** `residual`: where a hidden layer has as many units as the one before it. */
export function hasMatchingLayers(values: Configuration): boolean {
  return hiddenUnits(values).some((units, i, all) => i > 0 && units === all[i - 1]);
}
