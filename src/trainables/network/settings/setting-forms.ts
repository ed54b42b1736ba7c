// Kinds and conditions that many settings share.

import type { ParameterValue } from '../../../vocabulary/configuration.js';
import type { Condition } from '../../../vocabulary/setting.js';

/** 0 <= share < 1 */
export const share = { type: 'number', min: 0, max: 1, belowMax: true } as const;

/** Where another setting has one of these values. */
export function where(setting: string, ...values: readonly ParameterValue[]): Condition {
  return { setting, values };
}

export function underOptimizer(...names: readonly string[]): readonly Condition[] {
  return [where('optimizer', ...names)];
}
