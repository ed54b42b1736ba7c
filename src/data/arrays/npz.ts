// NPZ: a zip archive of NPY arrays. The door to fflate. An array is unpacked only when it is asked for,
// and never to more than the archive says, which is bounded first.

import { unzipSync } from 'fflate';
import { messageOf, Slip } from '../../vocabulary/errors.js';
import { nearestName } from '../../vocabulary/nearest-name.js';
import { MAX_BYTES, slip } from '../files/data-file.js';
import { shownName } from '../shown.js';
import type { DataArray } from './data-array.js';
import { parseNpy } from './npy.js';

const LISTED = 12;

export interface NpzArchive {
  /** @throws Slip where the archive has none of these, or the array cannot be read */
  array(...names: readonly string[]): DataArray;
}

/** @throws Slip where the bytes are no zip archive */
export function openNpz(file: string, bytes: Buffer): NpzArchive {
  const names = new Map<string, string>();
  unpacked(file, bytes, (entry) => {
    names.set(entry.replace(/\.npy$/, ''), entry);
    return false;
  });
  return {
    array(...wanted) {
      const name = wanted.find((candidate) => names.has(candidate));
      if (name === undefined) return slip(file, missingArray(wanted, [...names.keys()]));
      const entry = names.get(name)!;
      const content = unpacked(file, bytes, (other) => other === entry)[entry]!;
      const array = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
      return parseNpy(`${file}:${name}`, array);
    },
  };
}

function unpacked(
  file: string,
  bytes: Buffer,
  wanted: (entry: string) => boolean,
): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(bytes, {
      filter({ name, originalSize }) {
        if (!wanted(name)) return false;
        if (originalSize <= MAX_BYTES) return true;
        return slip(file, `expected arrays of at most 1 GiB, found ${originalSize} bytes`);
      },
    });
  } catch (error) {
    if (error instanceof Slip) throw error;
    const found = messageOf(error);
    return slip(file, `expected an NPZ archive, found none (${found}): write it with numpy.savez`);
  }
}

function missingArray(wanted: readonly string[], names: readonly string[]): string {
  const near = nearestName(wanted[0]!, names);
  const listed = names.slice(0, LISTED).map((name) => shownName(name));
  const all = listed.length === 0 ? 'none at all' : listed.join(', ');
  const remedy = near === null ? 'name one of them' : `did you mean ${shownName(near)}?`;
  return `expected the array ${wanted.map((name) => shownName(name)).join(' or ')}, found ${all}: ${remedy}`;
}
