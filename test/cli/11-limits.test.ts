// What a definition and a pause allow a trial: memory, time for the epoch in hand, and how much of it may
// be lost. The sweeps here are real ones.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { limitDrain } from '../../src/cli/drain-limit.js';
import { defineSweep, Slip } from '../../src/cli/library.js';
import { refuseOversized } from '../../src/cli/memory-check.js';
import { poolLimits } from '../../src/cli/pool-limits.js';
import { storedSweep } from '../../src/cli/stored-sweep.js';
import { runOrder, type SweepOrder } from '../../src/cli/sweep.js';
import { loadDataSets } from '../../src/data/load-data-set.js';
import type { SweepInput } from '../../src/definition/define-sweep.js';
import { openReader } from '../../src/store/reader.js';
import type { SweepEvent } from '../../src/vocabulary/event.js';

const input: SweepInput = {
  name: 'limits',
  method: 'random',
  trials: 1,
  metric: { name: 'val_loss' },
  data: { generator: 'moons', samples: 200 },
  epochs: 6,
  parameters: { lr: { min: 0.001, max: 0.1 } },
};

function newResults(): string {
  const directory = mkdtempSync(join(tmpdir(), 'nightsweep-limits-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

async function run(sweep: SweepInput, results: string, more: Partial<SweepOrder> = {}) {
  const events: SweepEvent[] = [];
  const finished = await runOrder({
    definition: defineSweep(sweep),
    workers: 1,
    results,
    pause: new AbortController().signal,
    ...more,
    listen(event) {
      events.push(event);
      more.listen?.(event);
    },
  });
  return { ...finished, events };
}

function storedIn(results: string) {
  const reader = openReader(results);
  try {
    const sweep = reader.findSweep();
    const [row] = reader.leaderboard(sweep);
    return { state: row!.state, curve: reader.curve(sweep, 0) };
  } finally {
    reader.close();
  }
}

describe('trial_memory', () => {
  const wide = (trial_memory: string) =>
    defineSweep({ ...input, trial_memory, parameters: { hidden: [[8], [4000, 4000]] } });

  test('refuses a sweep with a configuration that needs more, before it starts', async () => {
    const data = await loadDataSets(wide('64MiB').data, null);
    expect(() => refuseOversized(wide('64MiB'), data)).toThrow(Slip);
    expect(() => refuseOversized(wide('64MiB'), data)).toThrow(
      /at most the 64 MiB of trial_memory, found one of \d+ MiB with hidden \[4000,4000\]: take smaller layers or a smaller batch_size, or raise trial_memory/,
    );
    expect(() => refuseOversized(wide('1GiB'), data)).not.toThrow();
  });

  test('does not raise what a worker has', async () => {
    const definition = defineSweep({
      ...input,
      trial_memory: '1TiB',
      parameters: { hidden: [[65536, 65536]] },
    });
    const data = await loadDataSets(definition.data, null);
    expect(() => refuseOversized(definition, data)).toThrow('at most 2.0 GiB in a worker');
  });

  test('is what the heap of a thread is bounded by, in megabytes', () => {
    expect(poolLimits(wide('100MB')).memoryLimit).toBe(95);
    expect(poolLimits(defineSweep(input)).memoryLimit).toBeNull();
  });
});

describe('a pause', () => {
  const pausedAt = (kind: SweepEvent['kind']) => {
    const controller = new AbortController();
    const listen = (event: SweepEvent) => {
      if (event.kind === kind) controller.abort();
    };
    return { pause: controller.signal, listen };
  };

  test('waits so long for the epochs in hand and no longer, if it is still on', async () => {
    const controller = new AbortController();
    const interrupted = new Promise<void>((resolve) => {
      limitDrain(controller.signal, { interrupt: resolve }, 5);
    });
    const ended = limitDrain(
      controller.signal,
      { interrupt: () => expect.unreachable('the sweep had ended') },
      1,
    );
    controller.abort();
    ended();
    await interrupted;
    // Also one that was asked for while the data were being read.
    await new Promise<void>((resolve) => {
      limitDrain(AbortSignal.abort(), { interrupt: resolve }, 0);
    });
  });

  test('cuts an epoch that takes longer, and the trial is paused', async () => {
    // An epoch of 2,500 large steps: none is done before the limit has passed.
    const sweep = {
      ...input,
      data: { generator: 'moons', samples: 100_000 },
      model: { hidden: [1500, 1500] },
    } as const;
    const results = newResults();
    const { outcome } = await run(sweep, results, {
      ...pausedAt('segment_started'),
      drainLimit: 10,
    });
    expect(outcome).toMatchObject({ kind: 'paused', epochsTrained: 0 });
    expect(outcome.trials).toMatchObject({ paused: 1, failed: 0 });
    expect(storedIn(results)).toEqual({ state: 'paused', curve: [] });
  });

  test('and a resumption train each epoch once where each is saved, and give the same curve', async () => {
    const sweep = { ...input, checkpoint_every: 0 };
    const results = newResults();
    const paused = await run(sweep, results, { ...pausedAt('state'), drainLimit: 0 });
    const states = paused.events.flatMap((event) => (event.kind === 'state' ? [event] : []));
    const newest = Math.max(...states.map(({ state }) => state.epoch));
    const resumed = await run(sweep, results);
    expect(resumed.outcome.kind).toBe('finished');
    expect(resumed.outcome.epochsTrained).toBe(input.epochs - newest);
    const undisturbed = newResults();
    await run(sweep, undisturbed);
    expect(storedIn(results)).toEqual(storedIn(undisturbed));
  });
});

describe('checkpoint_every', () => {
  /** States before the last epoch's. */
  const interim = (events: readonly SweepEvent[]) =>
    events.filter(({ kind }) => kind === 'state').length - 1;

  test('0 saves on the way, and half a minute is not over in so short a sweep', async () => {
    const often = await run({ ...input, checkpoint_every: 0 }, newResults());
    expect(interim(often.events)).toBeGreaterThan(0);
    const usual = await run(input, newResults());
    expect(interim(usual.events)).toBe(0);
    expect(usual.id).toBe(often.id);
  });

  test('and trial_memory are filled in where a sweep was stored without them', async () => {
    const results = newResults();
    const { id } = await run(input, results);
    const database = new Database(join(results, 'nightsweep.db'));
    database
      .prepare(
        `UPDATE sweep SET definition = json_remove(definition, '$.checkpointEvery', '$.trialMemory')`,
      )
      .run();
    database.close();
    const { definition } = storedSweep(id, results);
    expect([definition.checkpointEvery, definition.trialMemory]).toEqual([30, null]);
  });
});
