// The canonical form of a configuration. Two assignments that train the same bits are equal as text:
// defaults filled in, settings without effect dropped, keys sorted, numbers in shortest form.

import type { Assignment, Configuration, ParameterValue } from '../vocabulary/configuration.js';
import {
  applies,
  defaultOf,
  type Setting,
  type Settings,
  settingNamed,
} from '../vocabulary/setting.js';

export interface CanonicalConfiguration {
  /** What training reads and what is hashed. */
  readonly configuration: Configuration;
  /** The assignment's parameters that have an effect, in the assignment's order. */
  readonly effective: Assignment;
}

/** Every setting's value: the assignment's, or else the fixed one, or else the default. */
export function settingValues(
  settings: Settings,
  fixed: Configuration,
  assignment: Assignment,
): Configuration {
  const given: Record<string, ParameterValue> = { ...fixed, ...assignment };
  const dependent: Setting[] = [];
  for (const setting of settings) {
    if (given[setting.name] !== undefined) continue;
    if (setting.defaults === undefined) given[setting.name] = setting.default;
    else dependent.push(setting);
  }
  for (const setting of dependent) given[setting.name] = defaultOf(setting, given);
  return given;
}

/**
 * Whether a setting matters under these values (defaults filled in): its conditions hold, and what
 * they look at matters itself. A name outside the catalogue always matters.
 */
export function hasEffect(name: string, settings: Settings, values: Configuration): boolean {
  const setting = settingNamed(settings, name);
  if (setting === undefined) return true;
  const { appliesWhen = [], matters } = setting;
  return (
    applies(setting, values) &&
    matters?.(values) !== false &&
    appliesWhen.every((condition) => hasEffect(condition.setting, settings, values))
  );
}

/** -0 means 0. Other numbers are in shortest form as soon as they are printed. */
export function plainValue(value: ParameterValue, setting: Setting | undefined): ParameterValue {
  if (typeof value === 'number') return value + 0;
  if (typeof value !== 'object') return value;
  const items = value.map((item) => (typeof item === 'number' ? item + 0 : item));
  if (setting?.kind.type === 'integers' && setting.kind.anyOrder) {
    items.sort((a, b) => Number(a) - Number(b));
  }
  return Object.freeze(items);
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * @param settings the catalogue: order has no influence on the result
 * @param fixed settings that the definition fixes
 * @param assignment what the sampler drew; wins over `fixed`
 */
export function canonicalConfiguration(
  settings: Settings,
  fixed: Configuration,
  assignment: Assignment,
): CanonicalConfiguration {
  const values = settingValues(settings, fixed, assignment);
  const matters = ([name]: [string, ParameterValue]) => hasEffect(name, settings, values);
  const plain = ([name, value]: [string, ParameterValue]): [string, ParameterValue] => [
    name,
    plainValue(value, settingNamed(settings, name)),
  ];
  return Object.freeze({
    configuration: Object.freeze(
      Object.fromEntries(Object.entries(values).filter(matters).map(plain).sort(byName)),
    ),
    effective: Object.freeze(
      Object.fromEntries(Object.entries(assignment).filter(matters).map(plain)),
    ),
  });
}
