// All model families by the name that a configuration calls them.

import { cnn } from './cnn.js';
import { mlp } from './mlp.js';
import type { Model } from './model.js';

export const models: readonly Model[] = Object.freeze([mlp, cnn]);

export function modelNamed(name: string): Model {
  const found = models.find((model) => model.name === name);
  if (found === undefined) throw new TypeError(`there is no model ${name}`);
  return found;
}
