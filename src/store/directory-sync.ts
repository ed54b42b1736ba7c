// A new name is on the disk only when its directory is.

import { closeSync, fsyncSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';

// Windows cannot open a directory, and does not need it.
const unsupported = process.platform === 'win32';

export function syncDirectory(directory: string): void {
  if (unsupported) return;
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

export async function syncDirectorySoon(directory: string): Promise<void> {
  if (unsupported) return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
