// What training makes small, and what each loss can be told.

import type { Settings } from '../../../vocabulary/setting.js';

export const lossSettings: Settings = [];
