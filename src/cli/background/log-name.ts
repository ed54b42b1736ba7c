// What the log of a sweep in the background is called: by its name and when it was begun, in local time.
// Names of definitions are letters, digits, `-`, `_` and `.`, so they are safe in a path.

import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** houses-20261125-231502.log, or with -2 and on where that is there. */
export function logName(name: string, at: Date, directory: string): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  const time = `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
  for (let count = 1; ; count++) {
    const again = count === 1 ? '' : `-${count}`;
    const log = `${name}-${day}-${time}${again}.log`;
    if (!existsSync(join(directory, log))) return log;
  }
}
