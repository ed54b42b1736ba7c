// Who runs a sweep: the process that a sweep's row names. Only this machine's processes can be asked for.

import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

export interface Coordinator {
  readonly pid: number | null;
  readonly host: string | null;
}

/** Whether it is known to be no more: what it left running is then interrupted. */
export function isGone({ pid, host }: Coordinator): boolean {
  if (pid === null || host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return !isNode(pid);
  } catch (error) {
    // A process of another user answers EPERM, and lives.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

/** Whether another process of this machine is at work on it. */
export function isElsewhere(coordinator: Coordinator): boolean {
  const { pid, host } = coordinator;
  return pid !== null && pid !== process.pid && host === hostname() && !isGone(coordinator);
}

/** Numbers of processes are used again: after a restart the same one may be a shell's. */
function isNode(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]!.includes('node');
  } catch {
    return true; // No /proc here, or not for us to read.
  }
}
