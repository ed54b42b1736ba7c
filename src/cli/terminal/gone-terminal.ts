// A terminal that went away while the process ran. Node sets terminals back when it exits, and where that
// fails it ends with SIGABRT, hours of good work behind it: it must not find one that is gone.

import { closeSync, fstatSync } from 'node:fs';
import { isatty } from 'node:tty';

/** Call once: whichever way the process exits, descriptors of dead terminals are closed before Node's turn. */
export function leaveGoneTerminals(): void {
  process.once('exit', () => {
    for (const descriptor of [0, 1, 2]) if (isGone(descriptor)) closeSync(descriptor);
  });
}

/** A dead terminal answers as none. (So does /dev/null, and nobody misses it any more.) */
function isGone(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice() && !isatty(descriptor);
  } catch {
    return false; // Closed already.
  }
}
