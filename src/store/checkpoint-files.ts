// Checkpoint files: results/checkpoints/ab/abcdef….safetensors, named by the SHA-256 of their bytes.
// A name exists only for bytes that are completely on the disk, and is believed only as far as the
// bytes hash to it.

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { TrainingState } from '../vocabulary/segment.js';
import { syncDirectorySoon } from './directory-sync.js';
import { encodeSafetensors } from './safetensors.js';
import { decodeSafetensors } from './safetensors-reader.js';

export interface StoredState {
  /** SHA-256 that names the file; null for a state without tensors, which needs none. */
  readonly file: string | null;
  readonly bytes: number;
}

export interface CheckpointFiles {
  /** Resolves when the file and its name are on the disk. */
  write(state: TrainingState): Promise<StoredState>;
  pathOf(file: string): string;
  /** null where the file is gone, damaged, or not the state of this epoch and step. */
  read(stored: StoredState, epoch: number, step: number): TrainingState | null;
}

let drafts = 0;

export function checkpointFiles(resultsDirectory: string): CheckpointFiles {
  const root = join(resolve(resultsDirectory), 'checkpoints');
  const folders = new Map<string, Promise<void>>();

  const pathOf = (file: string) => join(root, file.slice(0, 2), `${file}.safetensors`);

  /** Makes a folder once; a failed attempt is not remembered. */
  function folderReady(folder: string): Promise<void> {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const made = mkdir(folder, { recursive: true })
      .then(() => syncDirectorySoon(root))
      // The folder of all checkpoints is a name as well, and may be new.
      .then(() => syncDirectorySoon(dirname(root)));
    folders.set(folder, made);
    made.catch(() => folders.delete(folder));
    return made;
  }

  async function write(state: TrainingState): Promise<StoredState> {
    if (Object.keys(state.tensors).length === 0) return { file: null, bytes: 0 };
    const bytes = encodeSafetensors(state);
    const file = createHash('sha256').update(bytes).digest('hex');
    const folder = join(root, file.slice(0, 2));
    await folderReady(folder);
    const draft = join(folder, `.${file}.${process.pid}.${drafts++}.new`);
    try {
      await writeDurably(draft, bytes);
      // Also over an existing file: that one may be damaged, these bytes are not.
      await rename(draft, pathOf(file));
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    await syncDirectorySoon(folder);
    return { file, bytes: bytes.byteLength };
  }

  function read({ file, bytes }: StoredState, epoch: number, step: number): TrainingState | null {
    if (file === null) return Object.freeze({ epoch, step, tensors: {} });
    if (!/^[0-9a-f]{64}$/.test(file)) return null;
    try {
      const path = pathOf(file);
      if (statSync(path).size !== bytes) return null;
      const content = readFileSync(path);
      if (createHash('sha256').update(content).digest('hex') !== file) return null;
      const state = decodeSafetensors(content);
      return state.epoch === epoch && state.step === step ? state : null;
    } catch {
      return null;
    }
  }

  return { write, pathOf, read };
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  // Over a draft that a killed process of the same number may have left.
  const handle = await open(path, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
