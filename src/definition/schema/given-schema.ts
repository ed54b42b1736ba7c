// Configurations that a definition gives, as a schema: each a map from settings to their values.

import type * as z from 'zod';
import type { Settings } from '../../vocabulary/setting.js';
import { listOf, strictMap } from './leaf-schema.js';
import { settingSchema } from './setting-schema.js';

/** `first:` and `configurations:`; the id makes one definition of both in the JSON Schema. */
export function givenSchemas(settings: Settings) {
  const values = settings.map((setting) => [setting.name, settingSchema(setting).optional()]);
  const configuration = strictMap(
    Object.fromEntries(values) as Record<string, z.ZodOptional<z.ZodType>>,
    'a map of settings with one value each',
  ).meta({ id: 'configuration', description: 'A configuration: settings with one value each.' });
  const list = listOf(configuration, 'a list of configurations');
  return {
    first: list.describe('Configurations that are tried before the method proposes any.'),
    configurations: list.describe('Under method: list, what is tried, in this order.'),
  };
}
