// Keys of W&B sweeps that have no meaning here. Each that is there is told by its name, and left out.

import type { ComplaintBook } from '../complaint-book.js';
import type { MapNode } from '../source/source-node.js';

const PROGRAM = 'what is trained is the built-in network';
const ACCOUNT = 'results are kept in a folder of this machine, without an account';
const LAUNCH = 'trials are trained by the workers of this machine';

/** By key: why it has none. */
export const ignoredKeys: ReadonlyMap<string, string> = new Map([
  ['program', PROGRAM],
  ['command', PROGRAM],
  ['project', ACCOUNT],
  ['entity', ACCOUNT],
  ['controller', 'the search is always planned here'],
  ['apiVersion', 'there is one version of this format'],
  ['kind', 'every definition is a sweep'],
  ['job', LAUNCH],
  ['image_uri', LAUNCH],
  ['scheduler', LAUNCH],
]);

/** @returns the map without them */
export function tellIgnored(root: MapNode, book: ComplaintBook): MapNode {
  const entries = root.entries.filter(({ key, keySpot }) => {
    const reason = ignoredKeys.get(key);
    if (reason === undefined) return true;
    book.warn(keySpot, `\`${key}\` of a W&B sweep is ignored: ${reason}`);
    return false;
  });
  return { ...root, entries };
}
