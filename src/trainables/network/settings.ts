// Everything the network trainable can be told. Names and defaults are PyTorch's where it has them; the
// words that choose a part of the core are those of its registries.

import type { TaskKind } from '../../vocabulary/measure.js';
import { type Settings, settingsFor } from '../../vocabulary/setting.js';
import { learningRateSettings } from './settings/learning-rate-settings.js';
import { lossSettings } from './settings/loss-settings.js';
import { modelSettings } from './settings/model-settings.js';
import { optimizerSettings } from './settings/optimizer-settings.js';
import { pictureSettings } from './settings/picture-settings.js';
import { regularizationSettings } from './settings/regularization-settings.js';

export const networkSettings: Settings = Object.freeze([
  ...modelSettings,
  ...pictureSettings,
  ...lossSettings,
  ...optimizerSettings,
  ...learningRateSettings,
  ...regularizationSettings,
]);

/** With the losses of one task, and its default: what a configuration is made canonical by. */
export function networkSettingsFor(task: TaskKind): Settings {
  return settingsFor(task, networkSettings);
}
