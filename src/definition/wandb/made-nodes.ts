// Nodes that a translation puts in the place of others, where those stood.

import type { MapEntry, MapNode, SourceNode, Spot } from '../source/source-node.js';

export function scalarAt(spot: Spot, value: number | string | boolean): SourceNode {
  return { kind: 'scalar', spot, value, text: String(value), quoted: false };
}

export function entryAt(spot: Spot, key: string, value: SourceNode): MapEntry {
  return { key, keySpot: spot, value };
}

export function mapAt(spot: Spot, entries: readonly MapEntry[]): MapNode {
  return { kind: 'map', spot, entries };
}

/** The map with an entry in the place of the one with its key, or at the end. */
export function withEntry(map: MapNode, entry: MapEntry): MapNode {
  const at = map.entries.findIndex(({ key }) => key === entry.key);
  const entries = at < 0 ? [...map.entries, entry] : map.entries.with(at, entry);
  return { ...map, entries };
}

/** The number at a key of a map; null: it has none there. */
export function numberAt(map: SourceNode, key: string): number | null {
  const value = map.kind === 'map' ? map.entries.find((e) => e.key === key)?.value : undefined;
  return value?.kind === 'scalar' && typeof value.value === 'number' ? value.value : null;
}
