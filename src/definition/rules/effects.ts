// A parameter that can never matter in a sweep is a slip: momentum, where the optimizer is always adam.

import type { ParameterValue } from '../../vocabulary/configuration.js';
import type { Setting, Settings } from '../../vocabulary/setting.js';
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
  if (kept === undefined) return { values: [setting.default], isDefault: true };
  return kept.value === undefined ? null : { values: [kept.value], isDefault: false };
}

function list(values: readonly ParameterValue[]): string {
  return values.map((value) => quoted(String(value))).join(' or ');
}

/** Why a setting never matters in a sweep, or null where it can. */
function neverMatters(setting: Setting, sweep: Sweep): string | null {
  const condition = setting.appliesWhen;
  const above = sweep.settings.find(({ name }) => name === condition?.setting);
  if (condition === undefined || above === undefined) return null;
  const possible = possibleValues(above, sweep);
  if (possible !== null && !condition.values.some((value) => possible.values.includes(value))) {
    const origin = possible.isDefault ? ' (the default)' : '';
    return `which matters where \`${above.name}\` is ${list(condition.values)}, and here it is always ${list(possible.values)}${origin}: remove it, or let \`${above.name}\` be ${list(condition.values)}`;
  }
  return neverMatters(above, sweep);
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
