// The forms in which a parameter can be written, each as a schema over what its setting allows.

import * as z from 'zod';
import { type Setting, type Settings, takesLists } from '../../vocabulary/setting.js';
import {
  betaForm,
  categoricalWord,
  exponentsForm,
  normalForm,
  orderedSchema,
  probabilitiesSchema,
  RANGE_DISTRIBUTIONS,
  stepSchema,
} from './distribution-schema.js';
import { listOf, oneOf, strictMap } from './leaf-schema.js';
import { deriveForm, shortDerive, whenSchema } from './rule-schema.js';
import { isNumeric, settingSchema } from './setting-schema.js';

const when = whenSchema.optional();

export function constantForm(setting: Setting) {
  const value = settingSchema(setting).describe('The one value: nothing is searched.');
  return strictMap(
    { distribution: oneOf(['constant'], 'One value.').optional(), value, when },
    'a map with `value`',
  );
}

export function categoricalForm(setting: Setting) {
  const values = listOf(settingSchema(setting), 'a list of values');
  return strictMap(
    {
      distribution: categoricalWord,
      values: values.describe('The alternatives.'),
      probabilities: probabilitiesSchema.optional(),
      ordered: orderedSchema.optional(),
      when,
    },
    'a map with `values`',
  );
}

export function rangeForm(setting: Setting) {
  const end = settingSchema(setting);
  return strictMap(
    {
      distribution: oneOf(RANGE_DISTRIBUTIONS, 'How values are drawn from the range.').optional(),
      min: end.describe('The smallest value.'),
      max: end.describe('The largest value.'),
      q: stepSchema.optional(),
      when,
    },
    'a map with `min` and `max`',
  );
}

/** Everything that may stand behind a parameter's name. */
function parameterSchema(setting: Setting): z.ZodType {
  const value = settingSchema(setting);
  const forms = [value, z.array(value), constantForm(setting), categoricalForm(setting)] as const;
  const computed = takesLists(setting.kind) ? [] : [deriveForm, shortDerive];
  const shapes = [rangeForm(setting), exponentsForm, normalForm, betaForm];
  const all = isNumeric(setting.kind) ? [...forms, ...shapes] : [...forms];
  const plain = [...(takesLists(setting.kind) ? all.slice(1) : all), ...computed];
  const union = z.union(plain as [z.ZodType, ...z.ZodType[]]);
  // The id makes it a definition of its own in the JSON Schema: it stands there flat and in its group.
  return union.meta({ id: `parameter_${setting.name}`, description: setting.about });
}

/** `parameters:` with each setting flat, or within the group it belongs to. */
export function parametersSchema(settings: Settings) {
  const named = settings.map((setting) => [setting, parameterSchema(setting)] as const);
  const members = (group?: Setting['group']) =>
    Object.fromEntries(
      named
        .filter(([setting]) => group === undefined || setting.group === group)
        .map(([setting, schema]) => [setting.name, schema.optional()]),
    );
  const groups = [...new Set(settings.map(({ group }) => group))].map((group) => {
    const parameters = strictMap(members(group), 'a map of parameters');
    return [group, strictMap({ parameters }, 'a map with `parameters`').optional()] as const;
  });
  return strictMap({ ...members(), ...Object.fromEntries(groups) }, 'a map of parameters').describe(
    'What is searched: each setting with a value, a list of values, or a range.',
  );
}

/** `model:` with the settings of that group. */
export function modelSchema(settings: Settings) {
  const members = settings.filter(({ group }) => group === 'model');
  return strictMap(
    Object.fromEntries(members.map((setting) => [setting.name, settingSchema(setting).optional()])),
    'a map of model settings',
  ).describe('Model settings that the sweep keeps as they are.');
}
