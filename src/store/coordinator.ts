// Who runs a sweep: the process that a sweep's row names. Only this machine's processes can be asked for,
// and a number is believed to be a process's only together with when that process began.

import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface Coordinator {
  readonly pid: number | null;
  readonly host: string | null;
  /** When and where it began, as its system says; null: its system does not say. */
  readonly process: string | null;
}

export function thisCoordinator(): Coordinator {
  return { pid: process.pid, host: hostname(), process: markOf(process.pid) };
}

export function isThisProcess({ pid, host, process: mark }: Coordinator): boolean {
  if (pid !== process.pid || host !== hostname()) return false;
  return mark === null || mark === markOf(process.pid);
}

/** Whether it is known to be no more: what it left running is then interrupted. */
export function isGone({ pid, host, process: mark }: Coordinator): boolean {
  if (pid === null || host !== hostname()) return false;
  const home = mark?.split(' ') ?? [];
  const here = systemMark();
  if (here !== null && home.length === 3) {
    const [boot, space] = home;
    if (boot !== here.boot) return true;
    // Numbers of another container's processes mean nothing here.
    if (space !== here.space) return false;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of another user answers EPERM, and lives.
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return true;
  }
  const now = markOf(pid);
  // Numbers of processes are used again.
  if (mark !== null && now !== null) return now !== mark;
  return isZombie(pid) || !isNode(pid);
}

/** "boot id, space of process numbers, start in ticks since the boot"; null without a Linux /proc. */
function markOf(pid: number): string | null {
  const here = systemMark();
  const stat = statOf(pid);
  if (here === null || stat === null || isEnded(stat)) return null;
  return `${here.boot} ${here.space} ${stat[19]}`;
}

function systemMark(): { readonly boot: string; readonly space: string } | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return { boot, space: readlinkSync('/proc/self/ns/pid') };
  } catch {
    return null;
  }
}

/** Fields of /proc/PID/stat from the third, the state; what stands before may hold spaces and brackets. */
function statOf(pid: number): readonly string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function isEnded([state]: readonly string[]): boolean {
  return state === 'Z' || state === 'X';
}

/** It has ended, and its parent has not asked how. */
function isZombie(pid: number): boolean {
  const stat = statOf(pid);
  return stat !== null && isEnded(stat);
}

/** For rows without a mark: after a restart the number may be a shell's. */
function isNode(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]!.includes('node');
  } catch {
    return true; // No /proc here, or not for us to read.
  }
}
