// What a trainable can be told: one entry per training or model setting. A catalogue of settings is
// data, so that a definition is checked, a configuration made canonical, and a schema written from
// the same list that the trainable reads.

import type { Configuration, ParameterValue } from './configuration.js';

export type SettingKind =
  | {
      readonly type: 'number' | 'integer';
      readonly min?: number;
      readonly max?: number;
      /** The bound itself is not allowed (lr > 0, dropout < 1). */
      readonly aboveMin?: boolean;
      readonly belowMax?: boolean;
    }
  | { readonly type: 'choice'; readonly values: readonly string[] }
  | { readonly type: 'boolean' }
  /** A list of whole numbers, each within min..max (hidden: [64, 64]). */
  | {
      readonly type: 'integers';
      readonly min: number;
      readonly max: number;
      readonly maxLength: number;
    };

export interface Setting {
  readonly name: string;
  /** Where it may also stand in a definition: under `model:` or at the top level of `parameters:`. */
  readonly group: 'model' | 'training';
  readonly kind: SettingKind;
  readonly default: ParameterValue;
  /** It has an effect only where another setting has one of these values (momentum: sgd, rmsprop). */
  readonly appliesWhen?: { readonly setting: string; readonly values: readonly ParameterValue[] };
  /** One sentence for docs and for editors. */
  readonly about: string;
}

export type Settings = readonly Setting[];

/** Whether a setting has an effect, given the values of the others (defaults filled in). */
export function applies(setting: Setting, configuration: Configuration): boolean {
  const condition = setting.appliesWhen;
  if (condition === undefined) return true;
  const value = configuration[condition.setting];
  return value !== undefined && condition.values.includes(value);
}
