// `model:` becomes fixed settings. A setting stands in one place only: under `model:` or under
// `parameters:`, never in both, where one of the two would be silently ignored.

import type { ParameterValue } from '../../vocabulary/configuration.js';
import { suggestion } from '../../vocabulary/nearest-name.js';
import type { Setting, Settings } from '../../vocabulary/setting.js';
import type { ComplaintBook } from '../complaint-book.js';
import { checkNode } from '../schema/check-node.js';
import { settingSchema } from '../schema/setting-schema.js';
import { found, type MapEntry, quoted, type SourceNode, type Spot } from '../source/source-node.js';
import type { ReadParameter } from './parameters.js';

export interface FixedSetting {
  readonly setting: Setting;
  readonly spot: Spot;
  /** undefined: it has a slip. */
  readonly value: ParameterValue | undefined;
}

function settingOf(
  { key, keySpot }: MapEntry,
  settings: Settings,
  book: ComplaintBook,
): Setting | null {
  const setting = settings.find((candidate) => candidate.name === key);
  if (setting?.group === 'model') return setting;
  const members = settings.filter(({ group }) => group === 'model').map(({ name }) => name);
  const remedy =
    setting === undefined
      ? suggestion(key, members)
      : `it is a training setting: put it under \`parameters:\`, as ${key}: {value: …}`;
  book.error(keySpot, `expected a model setting, found ${quoted(key)}: ${remedy}`);
  return null;
}

/** @param parameters what `parameters:` has already */
export function readFixedSettings(
  node: SourceNode,
  settings: Settings,
  parameters: readonly ReadParameter[],
  book: ComplaintBook,
): readonly FixedSetting[] {
  if (node.kind !== 'map') {
    book.error(
      node.spot,
      `expected a map of model settings, found ${found(node)}: write {hidden: [64]}`,
    );
    return [];
  }
  return node.entries.flatMap((entry) => {
    const setting = settingOf(entry, settings, book);
    if (setting === null) return [];
    const searched = parameters.find((parameter) => parameter.setting === setting);
    if (searched !== undefined) {
      book.error(
        searched.spot,
        `expected ${quoted(entry.key)} in one place, found it here and under \`model:\` (${entry.keySpot.place}): keep one of them`,
      );
    }
    const value = checkNode(settingSchema(setting), entry.value, book) as
      | ParameterValue
      | undefined;
    return [{ setting, spot: entry.keySpot, value }];
  });
}
