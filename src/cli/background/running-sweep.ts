// The process that runs a sweep, for whoever wants to send it a signal: it must be on this machine, and be
// this command. A program that runs sweeps through the library has more to do than to be stopped by us.

import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { SweepSummary } from '../../store/read-sweeps.js';
import type { Reader } from '../../store/reader.js';
import { Slip } from '../../vocabulary/errors.js';

export interface RunningSweep {
  readonly sweep: SweepSummary;
  readonly pid: number;
}

/** @throws Slip where it does not run, runs elsewhere, or within another program */
export function runningSweep(reader: Reader, selector: string | undefined): RunningSweep {
  const sweep = reader.findSweep(selector);
  const { name, state, pid, host } = sweep;
  if (state !== 'running' || pid === null) {
    const others = reader.sweeps().filter((other) => other.state === 'running');
    const names = others.map((other) => `${other.name} (${other.id.slice(0, 8)})`).join(', ');
    const found = `found ${name} ${state}`;
    const remedy = others.length === 0 ? 'nothing runs, nothing is to be done' : `name ${names}`;
    throw new Slip(`expected a sweep that runs, ${found}: ${remedy}`);
  }
  if (host !== hostname()) {
    throw new Slip(
      `expected a sweep on this machine (${hostname()}), found ${name} under process ${pid} on ${host}: stop it there`,
    );
  }
  if (!isCommand(pid)) {
    throw new Slip(
      `expected ${name} to be run by the nightsweep command, found process ${pid} to be another program: stop it by its own means`,
    );
  }
  return { sweep, pid };
}

/** @returns false where it has ended, or is somebody else's by now */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code !== 'EPERM') return false;
    throw new Slip(
      `expected a process of yours, found ${pid} to be another user’s: ask them, or become that user`,
    );
  }
}

function isCommand(pid: number): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    // node, perhaps options of its own, and the script.
    return words.slice(1).some((word) => /(^|\/)(nightsweep|cli\/main\.js)$/.test(word));
  } catch {
    return true; // No /proc here: that it is a process of Node is all that is known.
  }
}
