// The keys of a definition: which there are, which are needed, and what to say of those that belong
// elsewhere.

import { nearestName, suggestion } from '../../vocabulary/nearest-name.js';
import type { Settings } from '../../vocabulary/setting.js';
import type { ComplaintBook } from '../complaint-book.js';
import { definitionKeys } from '../schema/section-schema.js';
import { entryOf, found, quoted, type SourceNode } from '../source/source-node.js';

const REQUIRED: Readonly<Record<string, string>> = {
  method: 'method: random',
  metric: 'metric: {name: val_accuracy}',
  data: 'data: {file: digits.csv, target: digit}',
  epochs: 'epochs: 27',
  parameters: 'parameters: {lr: {values: [0.01, 0.001]}}',
};

/** Keys that belong elsewhere, and YAML's own. */
const FOREIGN: Readonly<Record<string, string>> = {
  training: 'put training settings under `parameters:`, as lr: {value: 0.01}',
  '<<': 'merge keys are not read, write the keys out',
};

function unknownKey(key: string, known: readonly string[], settings: Settings): string {
  const what = `expected a key of a sweep definition, found ${quoted(key)}`;
  const foreign = Object.hasOwn(FOREIGN, key) ? FOREIGN[key] : undefined;
  if (foreign !== undefined) return `${what}: ${foreign}`;
  const flat = key.includes('.') ? key.slice(key.lastIndexOf('.') + 1) : key;
  const setting = settings.find(({ name }) => name === flat);
  if (setting !== undefined) {
    const model = setting.group === 'model' ? ' or under `model:`' : '';
    return `${what}: it is a setting, put it under \`parameters:\`${model}`;
  }
  return `${what}: ${suggestion(key, known)}`;
}

/** Its configurations may name settings that nothing declares. */
function isList(root: SourceNode): boolean {
  const method = entryOf(root, 'method')?.value;
  return method?.kind === 'scalar' && method.value === 'list';
}

/** Complains of unknown keys and of those that are missing. */
export function checkKeys(root: SourceNode, settings: Settings, book: ComplaintBook): void {
  if (root.kind !== 'map') {
    const nothing = root.kind === 'scalar' && root.value === null;
    const what = nothing ? 'nothing' : found(root);
    const keys = Object.keys(REQUIRED).join(', ');
    book.error(
      root.spot,
      `expected a map of keys (${keys} …), found ${what}: begin with method: random, or copy one of the examples`,
    );
    return;
  }
  const known: readonly string[] = definitionKeys;
  const misspelled = new Set<string | null>();
  for (const { key, keySpot } of root.entries) {
    if (known.includes(key)) continue;
    book.error(keySpot, unknownKey(key, known, settings));
    misspelled.add(nearestName(key, known));
  }
  for (const [key, example] of Object.entries(REQUIRED)) {
    if (entryOf(root, key) !== undefined || misspelled.has(key)) continue;
    if (key === 'parameters' && isList(root)) continue;
    if (key === 'metric' && entryOf(root, 'metrics') !== undefined) continue;
    book.error(root.spot, `expected the key \`${key}\`, found no such key: add ${example}`);
  }
}
