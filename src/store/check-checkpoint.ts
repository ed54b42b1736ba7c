// Whether a checkpoint is what its row says: the file has the bytes that its name promises, and they are
// those of a state. Nothing is repaired, and nothing is believed by its size or its date.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TrainingState } from '../vocabulary/segment.js';
import { encodeSafetensors } from './safetensors.js';

/** The name of the file that holds a state: SHA-256 of its bytes. */
function nameOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** @param file the name that the row has. missing: it cannot be read; damaged: it has other bytes */
export function fileFault(path: string, file: string): 'missing' | 'damaged' | null {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch {
    return 'missing';
  }
  return nameOf(bytes) === file ? null : 'damaged';
}

/** Whether a file of that name would hold this state, to the bit. */
export function isStateOf(file: string, state: TrainingState): boolean {
  return nameOf(encodeSafetensors(state)) === file;
}
