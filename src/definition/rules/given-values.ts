// Given configurations as values: by name, and as parameters where nothing else declares those, with the
// values that stand in the list.

import type { Assignment, ParameterValue } from '../../vocabulary/configuration.js';
import {
  possibleDefaults,
  type Setting,
  type Settings,
  settingNamed,
} from '../../vocabulary/setting.js';
import type { Spot } from '../source/source-node.js';
import type { GivenConfiguration, ReadGiven } from './given.js';
import type { ReadParameter, ReadParameters } from './parameters.js';

/** By name, in the order of the parameters. */
export function assignmentOf(
  { values }: GivenConfiguration,
  parameters: readonly ReadParameter[],
): Assignment {
  const given = new Map(values.map(({ setting, value }) => [setting.name, value]));
  const ordered = parameters.flatMap(({ setting: { name } }) => {
    const value = given.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(ordered);
}

/** Of a list, what nothing else declares, in the order in which it is first named. */
export function undeclaredOf(
  configurations: readonly GivenConfiguration[],
  { drawn, derived }: ReadParameters,
): readonly ReadParameter[] {
  const known = new Set([...drawn, ...derived].map(({ setting }) => setting));
  /** Of each setting the first place, and by their texts its different values. */
  const listed = new Map<Setting, { spot: Spot; values: Map<string, ParameterValue> }>();
  for (const { setting, spot, value } of configurations.flatMap(({ values }) => values)) {
    if (known.has(setting)) continue;
    const one = listed.get(setting) ?? { spot, values: new Map() };
    const text = JSON.stringify(value);
    if (!one.values.has(text)) one.values.set(text, value);
    listed.set(setting, one);
  }
  return [...listed].map(([setting, { spot, values }]) => ({
    setting,
    spot,
    domain: { kind: 'categorical', values: [...values.values()] },
    when: null,
  }));
}

/** Parameters that only a list names, with all that they can be in it. @param settings for the data's task */
export function possibleInList(
  given: ReadGiven | null,
  settings: Settings,
): readonly ReadParameter[] {
  if (given === null) return [];
  const { configurations, undeclared } = given;
  const assignments = configurations.map((one) => assignmentOf(one, undeclared));
  return undeclared.map((parameter) => {
    const setting = settingNamed(settings, parameter.setting.name)!;
    const values = listedValues(setting, assignments);
    return { ...parameter, domain: { kind: 'categorical', values } };
  });
}

/**
 * What a setting can be in a list that does not declare it: what stands in the list, and where it is left
 * out somewhere its default.
 */
export function listedValues(
  setting: Setting,
  configurations: readonly Assignment[],
): readonly ParameterValue[] {
  const given = configurations.map((values) => values[setting.name]);
  const said = given.filter((value) => value !== undefined);
  return said.length < given.length ? [...said, ...possibleDefaults(setting)] : said;
}
