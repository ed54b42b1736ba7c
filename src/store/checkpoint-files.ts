// Checkpoint files: results/checkpoints/ab/abcdef….safetensors, named by the SHA-256 of their bytes.
// A name exists only for bytes that are completely on the disk, and is believed only as far as the
// bytes hash to it.

import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync } from 'node:fs';
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
  /** Resolves when the file and its name are on the disk. The file is held until it is released. */
  write(state: TrainingState): Promise<StoredState>;
  /** A row names the file now, or nobody needs it: it may be removed. */
  release(file: string): void;
  /** Removes a file that no row names, unless a row that will name it is on its way. */
  remove(file: string): void;
  pathOf(file: string): string;
  /** null where the file is gone, damaged, or not the state of this epoch and step. */
  read(stored: StoredState, epoch: number, step: number): TrainingState | null;
}

let drafts = 0;

export function checkpointFiles(resultsDirectory: string): CheckpointFiles {
  const root = join(resolve(resultsDirectory), 'checkpoints');
  const folders = new Map<string, Promise<void>>();
  /** Files that are being written or wait for their rows, by how many states they hold. */
  const held = new Map<string, number>();

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
    held.set(file, (held.get(file) ?? 0) + 1);
    try {
      await place(file, bytes);
    } catch (error) {
      release(file);
      throw error;
    }
    return { file, bytes: bytes.byteLength };
  }

  async function place(file: string, bytes: Uint8Array): Promise<void> {
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
  }

  function release(file: string): void {
    const states = held.get(file) ?? 0;
    if (states > 1) held.set(file, states - 1);
    else held.delete(file);
  }

  function remove(file: string): void {
    if (held.has(file)) return;
    try {
      rmSync(pathOf(file), { force: true });
    } catch {
      // It stays as a file that no row names, which gc finds.
    }
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

  return { write, release, remove, pathOf, read };
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
