// What only the data can tell of a definition: where the task is inferred from the target column, a loss
// of the other task is found here, and nothing has been trained yet. Places are key paths.

import type { Assignment } from '../vocabulary/configuration.js';
import { Slip } from '../vocabulary/errors.js';
import { type Setting, type Settings, settingNamed, settingsFor } from '../vocabulary/setting.js';
import { complaintBook } from './complaint-book.js';
import { checkEffects } from './rules/effects.js';
import { listedValues } from './rules/given-values.js';
import type { ReadParameter } from './rules/parameters.js';
import { checkTask, type KnownTask } from './rules/task.js';
import type { Spot } from './source/source-node.js';
import type { SweepDefinition } from './sweep-definition.js';

function spotOf(place: string, order: number): Spot {
  return { place, order, overridden: false };
}

/** Of a list, where it is named first. */
function listedParameter(
  setting: Setting,
  configurations: readonly Assignment[],
): readonly ReadParameter[] {
  const i = configurations.findIndex((values) => Object.hasOwn(values, setting.name));
  const spot = spotOf(`configurations.${i}.${setting.name}`, i);
  const values = listedValues(setting, configurations);
  return [{ setting, domain: { kind: 'categorical', values }, spot, when: null }];
}

/** @throws Slip with everything that does not fit the data's task */
export function refuseMisfits(definition: SweepDefinition, settings: Settings, task: KnownTask) {
  const book = complaintBook();
  const fitting = settingsFor(task.kind, settings);
  const { derived = [], configurations = [], undeclared = [] } = definition;
  const computed = derived.map(({ name, when }) => ({ name, when, domain: null }));
  const parameters = [...definition.parameters, ...computed].flatMap(
    ({ name, domain, when }, i): readonly ReadParameter[] => {
      const setting = settingNamed(settings, name);
      if (setting === undefined) return [];
      if (undeclared.includes(name)) {
        return listedParameter(settingNamed(fitting, name)!, configurations);
      }
      const spot = spotOf(`parameters.${name}`, i);
      const condition = when === undefined ? null : { text: when, spot, names: [] };
      return [{ setting, domain, spot, when: condition }];
    },
  );
  const fixed = Object.entries(definition.fixed).flatMap(([name, value], i) => {
    const setting = settingNamed(settings, name);
    const spot = spotOf(`model.${name}`, i - definition.parameters.length);
    return setting === undefined ? [] : [{ setting, value, spot }];
  });
  const given = configurations.flatMap((values, i) =>
    Object.entries(values).flatMap(([name, value]) => {
      const setting = settingNamed(settings, name);
      const spot = spotOf(`configurations.${i}.${name}`, i);
      return setting === undefined ? [] : [{ setting, value, spot }];
    }),
  );
  const declared = parameters.filter(({ setting }) => !undeclared.includes(setting.name));
  checkTask(task, [...declared, ...fixed, ...given], book);
  checkEffects({ settings: fitting, parameters, fixed }, book);
  if (book.errorCount > 0) throw new Slip(book.errors());
}
