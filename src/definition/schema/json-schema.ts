// The JSON Schema of definitions, from the same schemas that check them: editors complete keys,
// settings and words, and show what each is for.

import * as z from 'zod';
import type { Settings } from '../../vocabulary/setting.js';
import { definitionSchema } from './section-schema.js';

/** Draft 7: what the YAML language server reads best. */
export function definitionJsonSchema(settings: Settings): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(definitionSchema(settings), { target: 'draft-7', io: 'input' });
  return {
    ...schema,
    title: 'Nightsweep sweep definition',
    description: 'A hyperparameter sweep: what to try, on which data, and what is best.',
  };
}

/** The text of nightsweep.schema.json. */
export function definitionSchemaText(settings: Settings): string {
  return `${JSON.stringify(definitionJsonSchema(settings), null, 2)}\n`;
}
