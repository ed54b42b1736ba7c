// A draw without the parameters that have no effect beside the others, which is what canonical configurations
// keep of it; but looking only at those that can be without effect at all, in one set of values that is
// written again for every draw, because samplers ask a hundred thousand times a second.

import type { Assignment, Configuration, ParameterValue } from '../vocabulary/configuration.js';
import { defaultOf, type Setting, type Settings, settingNamed } from '../vocabulary/setting.js';
import { hasEffect, plainValue, settingValues } from './canonical-configuration.js';
import type { Parameter } from './parameter.js';

/** @returns the effective part of a draw of these parameters, in their order */
export function effectiveParameters(
  parameters: readonly Pick<Parameter, 'name'>[],
  settings: Settings,
  fixed: Configuration,
): (drawn: Assignment) => Assignment {
  const base = settingValues(settings, fixed, {});
  const columns = parameters.map(({ name }) => {
    const setting = settingNamed(settings, name);
    return { name, setting, isConditional: isConditional(setting), default: base[name] };
  });
  const needsValues = columns.some(({ isConditional }) => isConditional);
  /** Settings whose default hangs on another, where nobody fixes them. */
  const dependent = settings.filter(
    (setting) => setting.defaults !== undefined && fixed[setting.name] === undefined,
  );
  const values: Record<string, ParameterValue> = { ...base };

  function fillIn(drawn: Assignment): void {
    for (const { name, default: unsaid } of columns) {
      const value = drawn[name] ?? unsaid;
      if (value === undefined) delete values[name];
      else values[name] = value;
    }
    for (const setting of dependent) {
      if (drawn[setting.name] === undefined) values[setting.name] = defaultOf(setting, values);
    }
  }

  return (drawn) => {
    if (needsValues) fillIn(drawn);
    const effective: Record<string, ParameterValue> = {};
    for (const { name, setting, isConditional } of columns) {
      const value = drawn[name];
      if (value === undefined) continue;
      if (isConditional && !hasEffect(name, settings, values)) continue;
      effective[name] = plainValue(value, setting);
    }
    return Object.freeze(effective);
  };
}

function isConditional(setting: Setting | undefined): boolean {
  return (setting?.appliesWhen ?? []).length > 0 || setting?.matters !== undefined;
}
