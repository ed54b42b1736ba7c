// `parameters` of W&B: flat, under the names of settings. `epochs` and `seed` are lifted to the top level,
// where they stand here; a constant that the built-in network does not know is told and left out, but what
// is searched and not known stays, and is a slip.

import { type Settings, settingNamed } from '../../vocabulary/setting.js';
import type { ComplaintBook } from '../complaint-book.js';
import {
  entryOf,
  type MapEntry,
  type MapNode,
  quoted,
  type SourceNode,
} from '../source/source-node.js';
import { wandbDomain } from './domain.js';
import { epochsFromParameter } from './epochs.js';
import { withoutIdleConstants } from './idle-constants.js';
import { entryAt, mapAt, scalarAt } from './made-nodes.js';
import { seedFromParameter } from './seed.js';
import { settingMeant } from './synonyms.js';

export interface WandbParameters {
  /** The entry `parameters`; none where there was none. */
  readonly parameters: readonly MapEntry[];
  /** `epochs` and `seed`, where parameters say them. */
  readonly lifted: readonly MapEntry[];
}

interface Leaf {
  readonly path: readonly string[];
  readonly entry: MapEntry;
}

/** Groups taken apart; a dotted name is a path too, as Hydra has it. */
function leavesOf(node: MapNode, path: readonly string[]): readonly Leaf[] {
  return node.entries.flatMap((entry) => {
    const steps = entry.key.split(/[./]/).filter((step) => step !== '');
    const here = [...path, ...(steps.length === 0 ? [entry.key] : steps)];
    const inner = entryOf(entry.value, 'parameters')?.value;
    return inner?.kind === 'map' ? leavesOf(inner, here) : [{ path: here, entry }];
  });
}

function isConstant(node: SourceNode): boolean {
  if (node.kind === 'scalar') return true;
  if (entryOf(node, 'value') !== undefined) return true;
  const values = entryOf(node, 'values')?.value;
  return values?.kind === 'list' && values.items.length === 1;
}

/** hidden_layers: {values: [[64, 64], [32]]}, but not {values: [1, 2]} */
function hasLists(node: SourceNode): boolean {
  if (node.kind === 'list') return node.items.some(({ kind }) => kind === 'list');
  if (entryOf(node, 'value')?.value.kind === 'list') return true;
  const values = entryOf(node, 'values')?.value;
  return values?.kind === 'list' && values.items.some(({ kind }) => kind === 'list');
}

function ignoreConstant(name: string, { keySpot, value }: MapEntry, book: ComplaintBook): boolean {
  if (!isConstant(value)) return false;
  book.warn(
    keySpot,
    `the parameter ${quoted(name)} of a W&B sweep is ignored: the built-in network has no such setting, and it has one value`,
  );
  return true;
}

/** A network whose units are one number has one layer of them. */
function impliedLayers(entries: readonly MapEntry[], root: MapNode): readonly MapEntry[] {
  const width = entries.find(({ key }) => key === 'width');
  const model = entryOf(root, 'model')?.value;
  const isSaid = (key: string) =>
    entries.some((entry) => entry.key === key) ||
    (model !== undefined && entryOf(model, key) !== undefined);
  if (width === undefined || isSaid('layers') || isSaid('hidden')) return [];
  return [entryAt(width.keySpot, 'layers', scalarAt(width.keySpot, 1))];
}

export function wandbParameters(
  root: MapNode,
  settings: Settings,
  book: ComplaintBook,
): WandbParameters {
  const written = entryOf(root, 'parameters');
  if (written?.value.kind !== 'map') {
    return { parameters: written === undefined ? [] : [written], lifted: [] };
  }
  const entries: MapEntry[] = [];
  const lifted: MapEntry[] = [];
  const constants = new Set<MapEntry>();
  for (const { path, entry } of leavesOf(written.value, [])) {
    const name = path.join('.');
    const meant = settingMeant(path, hasLists(entry.value), settings);
    if (meant === 'seed') {
      const top = seedFromParameter(name, entry, book);
      if (top !== null) lifted.push(top);
    } else if (meant === 'epochs') {
      const top = epochsFromParameter(name, entry, book);
      if (top === null) entries.push(entry);
      else lifted.push(top);
    } else if (meant === null) {
      if (!ignoreConstant(name, entry, book)) entries.push({ ...entry, key: name });
    } else {
      if (meant !== name) book.warn(entry.keySpot, `${quoted(name)} is taken as \`${meant}\``);
      const setting = settingNamed(settings, meant)!;
      const ours = { ...entry, key: meant, value: wandbDomain(setting, entry.value, book) };
      entries.push(ours);
      if (isConstant(entry.value)) constants.add(ours);
    }
  }
  const whole = [...entries, ...impliedLayers(entries, root)];
  const all = withoutIdleConstants(whole, constants, { root, settings, book });
  return { parameters: [{ ...written, value: mapAt(written.value.spot, all) }], lifted };
}
