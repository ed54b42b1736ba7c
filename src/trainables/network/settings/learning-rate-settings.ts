// How the learning rate changes while a trial trains.

import type { Settings } from '../../../vocabulary/setting.js';

export const learningRateSettings: Settings = [];
