// Takes away what no kept trial needs: states of all but the best trials of finished sweeps, and files that
// belong to nobody. A sweep that runs, is paused or was interrupted loses nothing, nor does a training that
// one of its trials shares. The record of a state stays, so that nothing is trained again for want of it.

import { statSync } from 'node:fs';
import { checkpointFiles } from './checkpoint-files.js';
import { isGone } from './coordinator.js';
import { openForChange } from './database.js';
import type { Link } from './link.js';
import { chooseSweep, type SweepSummary, sweepReader } from './read-sweeps.js';
import { filesFreedBy, removeStates, type SpareState, spareStates } from './spare-states.js';
import type { Connection, Statement } from './sqlite.js';
import { removeFile, strayFiles } from './stray-files.js';

/** Milliseconds: a file that was written so lately may be on its way to a row, where somebody is at work. */
const YOUNG = 60_000;

export interface CollectOrder {
  /** A sweep's name or the start of its id; left out: all of them. */
  readonly selector: string | undefined;
  readonly keep: number;
  /** Only says what would go. */
  readonly dryRun: boolean;
}

export interface Amount {
  readonly files: number;
  readonly bytes: number;
}

export interface CollectedSweep extends Amount {
  readonly sweep: SweepSummary;
}

export interface Collected extends Amount {
  readonly sweeps: readonly CollectedSweep[];
  /** Drafts and files that no row names; none where only one sweep was asked for. */
  readonly strays: Amount;
}

/** @throws Slip where there are no results or no such sweep, or where they cannot be written */
export function collect(resultsDirectory: string, order: CollectOrder): Collected {
  const link = openForChange(resultsDirectory);
  try {
    const all = sweepReader(link.connection)();
    const { selector } = order;
    const chosen = selector === undefined ? all : [chooseSweep(all, selector, resultsDirectory)];
    const started = Date.now();
    const busy = isAnybodyAtWork(link.connection);
    const sweeps = collectStates(link, chosen, order, (file) => {
      const path = checkpointFiles(resultsDirectory).pathOf(file);
      const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
      if (!busy || written < started - YOUNG) removeFile(path);
    });
    const strays = selector === undefined ? collectStrays(link, resultsDirectory, order) : [];
    const amount = sum(strays);
    return { sweeps, strays: amount, ...sum([...sweeps, amount]) };
  } finally {
    link.close();
  }
}

/** Whether a process that is not known to be gone runs one of the sweeps. */
export function isAnybodyAtWork(connection: Connection): boolean {
  const running = connection.prepare(
    "SELECT pid, host, process FROM sweep WHERE state = 'running'",
  ) as Statement<Parameters<typeof isGone>[0]>;
  return running.all().some((coordinator) => coordinator.pid !== null && !isGone(coordinator));
}

function collectStates(
  link: Link,
  chosen: readonly SweepSummary[],
  { keep, dryRun }: CollectOrder,
  remove: (file: string) => void,
): readonly CollectedSweep[] {
  const finished = chosen.filter(({ state }) => state === 'completed' || state === 'failed');
  const rows = finished.map(({ row }) => row);
  const { states, freed } = link.transact((connection) => {
    const spare = spareStates(connection, rows, keep);
    const named = filesFreedBy(connection, spare);
    if (!dryRun) removeStates(connection, spare);
    return { states: spare, freed: new Set(named.files) };
  });
  if (!dryRun) for (const file of freed) remove(file);
  return chosen.map((sweep) => ({ sweep, ...shareOf(sweep, states, freed) }));
}

/** A file that trials of several sweeps had is counted once, with the first of them. */
function shareOf(
  { row }: SweepSummary,
  states: readonly SpareState[],
  freed: ReadonlySet<string>,
): Amount {
  const own = new Map<string, number>();
  const counted = new Set<string>();
  for (const { sweep, file, bytes } of states) {
    if (counted.has(file) || !freed.has(file)) continue;
    counted.add(file);
    if (sweep === row) own.set(file, bytes);
  }
  return sum([...own.values()].map((bytes) => ({ files: 1, bytes })));
}

function collectStrays(
  link: Link,
  resultsDirectory: string,
  { dryRun }: CollectOrder,
): readonly Amount[] {
  const busy = isAnybodyAtWork(link.connection);
  const strays = strayFiles(link.connection, resultsDirectory, busy, Date.now());
  const gone = dryRun ? strays : strays.filter(({ path }) => removeFile(path));
  return gone.map(({ bytes }) => ({ files: 1, bytes }));
}

function sum(amounts: readonly Amount[]): Amount {
  return {
    files: amounts.reduce((total, { files }) => total + files, 0),
    bytes: amounts.reduce((total, { bytes }) => total + bytes, 0),
  };
}
