// Writes nightsweep.schema.json at the root of the package, as the last step of the build. The file is
// only touched when its contents change.

import { readFileSync, writeFileSync } from 'node:fs';
import { definitionSchemaText } from '../definition/schema/json-schema.js';
import { networkSettings } from '../trainables/network/settings.js';

const file = new URL('../../nightsweep.schema.json', import.meta.url);

function current(): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

const text = definitionSchemaText(networkSettings);
if (current() !== text) writeFileSync(file, text);
