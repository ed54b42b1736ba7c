// What only the data can tell of a definition: where the task is inferred from the target column, a loss
// of the other task is found here, and nothing has been trained yet. Places are key paths.

import { Slip } from '../vocabulary/errors.js';
import { type Settings, settingNamed, settingsFor } from '../vocabulary/setting.js';
import { complaintBook } from './complaint-book.js';
import { checkEffects } from './rules/effects.js';
import { checkTask, type KnownTask } from './rules/task.js';
import type { Spot } from './source/source-node.js';
import type { SweepDefinition } from './sweep-definition.js';

function spotOf(place: string, order: number): Spot {
  return { place, order, overridden: false };
}

/** @throws Slip with everything that does not fit the data's task */
export function refuseMisfits(definition: SweepDefinition, settings: Settings, task: KnownTask) {
  const book = complaintBook();
  const { derived = [] } = definition;
  const computed = derived.map(({ name, when }) => ({ name, when, domain: null }));
  const parameters = [...definition.parameters, ...computed].flatMap(
    ({ name, domain, when }, i) => {
      const setting = settingNamed(settings, name);
      if (setting === undefined) return [];
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
  checkTask(task, [...parameters, ...fixed], book);
  checkEffects({ settings: settingsFor(task.kind, settings), parameters, fixed }, book);
  if (book.errorCount > 0) throw new Slip(book.errors());
}
