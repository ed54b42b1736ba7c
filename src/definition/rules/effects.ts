// A parameter that can never matter in a sweep is a slip: momentum, where the optimizer is always adam.

import type { ParameterValue } from '../../vocabulary/configuration.js';
import {
  type Condition,
  meets,
  type Setting,
  type Settings,
  settingNamed,
} from '../../vocabulary/setting.js';
import type { ComplaintBook } from '../complaint-book.js';
import { quoted } from '../source/source-node.js';
import type { FixedSetting } from './fixed-settings.js';
import type { ReadParameter } from './parameters.js';

interface Sweep {
  readonly settings: Settings;
  readonly parameters: readonly ReadParameter[];
  readonly fixed: readonly FixedSetting[];
}

/** The values a setting can have in a sweep, and where they come from; null: not known, or many. */
function possibleValues(
  setting: Setting,
  { parameters, fixed }: Sweep,
): { readonly values: readonly ParameterValue[]; readonly isDefault: boolean } | null {
  const parameter = parameters.find((candidate) => candidate.setting === setting);
  if (parameter !== undefined) {
    const { domain } = parameter;
    if (domain?.kind === 'constant') return { values: [domain.value], isDefault: false };
    return domain?.kind === 'categorical' ? { values: domain.values, isDefault: false } : null;
  }
  const kept = fixed.find((candidate) => candidate.setting === setting);
  if (kept === undefined) {
    const values = [setting.default, ...Object.values(setting.defaults?.values ?? {})];
    return { values, isDefault: true };
  }
  return kept.value === undefined ? null : { values: [kept.value], isDefault: false };
}

function list(values: readonly ParameterValue[]): string {
  return values.map((value) => quoted(String(value))).join(' or ');
}

function wish(condition: Condition): string {
  return 'above' in condition ? `above ${condition.above}` : list(condition.values);
}

/** Why a setting never matters in a sweep, or null where it can. */
function neverMatters(setting: Setting, sweep: Sweep): string | null {
  for (const condition of setting.appliesWhen ?? []) {
    const above = settingNamed(sweep.settings, condition.setting);
    if (above === undefined) continue;
    const possible = possibleValues(above, sweep);
    if (possible !== null && !possible.values.some((value) => meets(condition, value))) {
      const origin = possible.isDefault ? ' (the default)' : '';
      const asked = wish(condition);
      return `which matters where \`${above.name}\` is ${asked}, and here it is always ${list(possible.values)}${origin}: remove it, or let \`${above.name}\` be ${asked}`;
    }
    const reason = neverMatters(above, sweep);
    if (reason !== null) return reason;
  }
  return null;
}

export function checkEffects(sweep: Sweep, book: ComplaintBook): void {
  for (const { setting, spot } of [...sweep.parameters, ...sweep.fixed]) {
    const reason = neverMatters(setting, sweep);
    if (reason === null) continue;
    book.error(
      spot,
      `expected a setting that can matter, found ${quoted(setting.name)}, ${reason}`,
    );
  }
}
