// A parameter that can never matter in a sweep is a slip: momentum, where the optimizer is always adam.

import type { ParameterValue } from '../../vocabulary/configuration.js';
import {
  type Condition,
  meets,
  possibleDefaults,
  type Setting,
  type Settings,
  settingNamed,
} from '../../vocabulary/setting.js';
import type { ComplaintBook } from '../complaint-book.js';
import { quoted } from '../source/source-node.js';
import type { FixedSetting } from './fixed-settings.js';
import type { ReadParameter } from './parameters.js';

interface Sweep {
  /** For the task of the data, where it is known. */
  readonly settings: Settings;
  readonly parameters: readonly ReadParameter[];
  readonly fixed: readonly FixedSetting[];
}

/** The values a setting can have in a sweep, and where they come from; null: not known, or many. */
function possibleValues(
  setting: Setting,
  { parameters, fixed }: Sweep,
): { readonly values: readonly ParameterValue[]; readonly isDefault: boolean } | null {
  const parameter = parameters.find((candidate) => candidate.setting.name === setting.name);
  if (parameter !== undefined) {
    const { domain, when } = parameter;
    // Where a parameter is not there, its default is.
    const unsaid = when === null ? [] : possibleDefaults(setting);
    if (domain?.kind === 'constant') return { values: [domain.value, ...unsaid], isDefault: false };
    const values = domain?.kind === 'categorical' ? domain.values : null;
    return values === null ? null : { values: [...values, ...unsaid], isDefault: false };
  }
  const kept = fixed.find((candidate) => candidate.setting.name === setting.name);
  if (kept === undefined) return { values: possibleDefaults(setting), isDefault: true };
  return kept.value === undefined ? null : { values: [kept.value], isDefault: false };
}

function list(values: readonly ParameterValue[]): string {
  return values.map((value) => quoted(String(value))).join(' or ');
}

/** What a condition asks of a setting, in words; null: it cannot be that for these data. */
function wish(condition: Condition, { kind }: Setting): string | null {
  if ('above' in condition) return `above ${condition.above}`;
  const there = condition.values.filter(
    (value) => kind.type !== 'choice' || kind.values.includes(String(value)),
  );
  return there.length === 0 ? null : list(there);
}

/** Why a setting never matters in a sweep, and what would mend it; null where it can. */
export function neverMatters(
  setting: Setting,
  sweep: Sweep,
): { readonly why: string; readonly remedy: string } | null {
  for (const condition of setting.appliesWhen ?? []) {
    const above = settingNamed(sweep.settings, condition.setting);
    if (above === undefined) continue;
    const possible = possibleValues(above, sweep);
    if (possible !== null && !possible.values.some((value) => meets(condition, value))) {
      const origin = possible.isDefault ? ' (the default)' : '';
      const asked = wish(condition, above);
      if (asked === null && 'values' in condition) {
        return {
          why: `matters where \`${above.name}\` is ${list(condition.values)}, a choice that these data do not have`,
          remedy: 'remove it',
        };
      }
      return {
        why: `matters where \`${above.name}\` is ${asked}, and here it is always ${list(possible.values)}${origin}`,
        remedy: `remove it, or let \`${above.name}\` be ${asked}`,
      };
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
      `expected a setting that can matter, found ${quoted(setting.name)}, which ${reason.why}: ${reason.remedy}`,
    );
  }
}
