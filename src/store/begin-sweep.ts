// One process at a time per sweep. Whoever begins looks at who runs it: a process that is known to be gone
// is followed at once; one that may live is watched for the length of a lease, by a counter and not by a
// clock, and a single sign of life refuses the newcomer.

import { setTimeout as passed } from 'node:timers/promises';
import { Slip } from '../vocabulary/errors.js';
import { type Coordinator, isGone, isThisProcess } from './coordinator.js';
import type { BegunSweep } from './fence.js';
import type { Link } from './link.js';
import type { Connection } from './sqlite.js';
import { type SweepStart, writeSweepRow } from './sweep-start.js';

/** Milliseconds between two looks at a process that may live. */
const LOOK_INTERVAL = 100;

export interface Watch {
  /** Milliseconds without a sign of life after which a sweep may be taken over. */
  readonly lease: number;
  /** Hears that somebody seems to run the sweep, and is being watched. */
  readonly onNote: (text: string) => void;
}

interface Holder extends Coordinator {
  readonly fence: number;
  readonly beat: number;
}

/**
 * Durable when it resolves.
 * @throws Slip where another process is at work on the sweep: both would train the same
 */
export async function beginSweep(link: Link, start: SweepStart, watch: Watch): Promise<BegunSweep> {
  const seen = await watched(link, start, watch);
  return link.transact((connection) => {
    // Locked before it looks: of two that begin at once, the second sees the first.
    const holder = holderOf(connection, start);
    if (holder !== null && !isFree(holder) && !isSilent(holder, seen)) throw refusal(start, holder);
    const begun = writeSweepRow(connection, start);
    if (start.decidesAnew === true) {
      connection.prepare('DELETE FROM decision WHERE sweep = ?').run(begun.row);
    }
    return begun;
  });
}

/** @returns who ran the sweep without a sign of life, or null where nobody does */
async function watched(
  link: Link,
  start: SweepStart,
  { lease, onNote }: Watch,
): Promise<Holder | null> {
  const look = () => link.trying(() => holderOf(link.connection, start));
  const seen = look();
  if (seen === null || isFree(seen)) return null;
  const { pid, host } = seen;
  onNote(
    `${start.name} is under process ${pid} on ${host}: watching for up to ${lease / 1000} s whether that one still works`,
  );
  const end = performance.now() + lease;
  while (performance.now() < end) {
    await passed(Math.min(LOOK_INTERVAL, lease / 20));
    const now = look();
    if (now === null || isFree(now)) return null;
    if (!isSilent(now, seen)) throw refusal(start, now);
  }
  return seen;
}

function holderOf(connection: Connection, { id }: SweepStart): Holder | null {
  const row = connection
    .prepare(
      `SELECT pid, host, process, fence, beat FROM sweep WHERE id = ? AND state = 'running' AND pid IS NOT NULL`,
    )
    .get(id) as Holder | undefined;
  return row ?? null;
}

function isFree(holder: Holder): boolean {
  return isThisProcess(holder) || isGone(holder);
}

function isSilent(now: Holder, seen: Holder | null): boolean {
  return now.fence === seen?.fence && now.beat === seen.beat;
}

function refusal({ name }: SweepStart, { pid, host }: Holder): Slip {
  return new Slip(
    `expected a sweep that nobody runs, found ${name} under process ${pid} on ${host}: look at it (nightsweep attach ${name}), or stop it there (nightsweep stop ${name})`,
  );
}
