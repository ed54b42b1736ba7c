// The programmatic interface, with the workers that the build compiled.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defineSweep, runSweep, Slip, type SweepEvent } from '../../src/cli/library.js';

let results: string;
beforeEach(() => {
  results = mkdtempSync(join(tmpdir(), 'nightsweep-library-'));
});
afterEach(() => rmSync(results, { recursive: true, force: true }));

const definition = defineSweep({
  name: 'moons',
  method: 'grid',
  metric: { name: 'val_accuracy' },
  data: { generator: 'moons', samples: 200 },
  model: { hidden: [8] },
  epochs: 3,
  parameters: { lr: { values: [0.01, 0.1] }, batch_size: 32 },
});

test('a definition with slips is refused with all of them', () => {
  const slips = () =>
    defineSweep({ ...definition, method: 'gird', epochs: 0 } as unknown as Parameters<
      typeof defineSweep
    >[0]);
  expect(slips).toThrow(Slip);
  expect(slips).toThrow(/did you mean `grid`/);
  expect(slips).toThrow(/from 1/);
});

test('a number of workers that cannot be is refused', async () => {
  await expect(runSweep(definition, { results, workers: 0 })).rejects.toThrow(Slip);
});

test('a sweep runs, tells what happens, and gives its leaderboard', async () => {
  const kinds = new Map<SweepEvent['kind'], number>();
  const onEvent = ({ kind }: SweepEvent) => kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const result = await runSweep(definition, { results, workers: 1, onEvent });
  expect(result.outcome).toBe('finished');
  expect(result.epochs).toEqual({ planned: 6, trained: 6, remembered: 0 });
  expect(result.leaderboard.map(({ rank }) => rank)).toEqual([1, 2]);
  expect(result.best).toMatchObject({
    sweep: result.sweep,
    rank: 1,
    metric: 'val_accuracy',
    epochs: 3,
  });
  expect(result.best?.config).toEqual(result.leaderboard[0]?.parameters);
  expect(kinds.get('epoch')).toBe(6);
  expect(kinds.get('trial_settled')).toBe(2);
});

test('the same sweep again trains nothing', async () => {
  const first = await runSweep(definition, { results, workers: 1 });
  const again = await runSweep(definition, { results, workers: 1 });
  expect(again.epochs).toEqual({ planned: 6, trained: 0, remembered: 6 });
  expect(again.sweep).toBe(first.sweep);
  expect(again.best).toEqual(first.best);
});

test('an aborted sweep is paused, and goes on when it is run again', async () => {
  const whole = await runSweep(definition, { results: join(results, 'whole'), workers: 1 });
  const controller = new AbortController();
  const paused = await runSweep(definition, {
    results,
    workers: 1,
    signal: controller.signal,
    onEvent: ({ kind }) => kind === 'epoch' && controller.abort(),
  });
  expect(paused.outcome).toBe('paused');
  const rest = await runSweep(definition, { results, workers: 1 });
  expect(rest.outcome).toBe('finished');
  expect(rest.epochs.trained + rest.epochs.remembered).toBe(6);
  expect(rest.epochs.remembered).toBe(paused.epochs.trained);
  expect(rest.best).toEqual(whole.best);
});
