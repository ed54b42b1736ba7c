// The ranking is in the view `leaderboard`; here is the same law in words that can be read aloud.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openReader } from '../../src/store/reader.js';
import { openStore } from '../../src/store/store.js';
import { compareValues, type Goal } from '../../src/vocabulary/metric.js';
import type { TrialFate } from '../../src/vocabulary/trial.js';
import { sweepStart, tellTrial, temporaryDirectory } from './recorded-sweep.js';

const because = (rule: string) => ({ rule, text: rule, facts: {} });

const fates: Record<string, TrialFate> = {
  completed: { state: 'completed' },
  paused: { state: 'paused', reason: because('successive_halving') },
  stopped: { state: 'stopped', reason: because('patience') },
  diverged: { state: 'stopped', reason: because('diverged') },
  failed: { state: 'failed', reason: because('failure'), detail: 'stack' },
};

// Few different values, so that ties are common.
const values = fc.constantFrom(0, -0, 1, 2, 0.5, Number.NaN, Infinity, -Infinity, -1e308, 1e308);

const trials = fc.array(
  fc.record({
    curve: fc.array(values, { maxLength: 3 }),
    fate: fc.constantFrom(...Object.keys(fates)),
  }),
  { minLength: 1, maxLength: 12 },
);

interface Ranked {
  readonly number: number;
  readonly curve: readonly number[];
  readonly fate: string;
}

/** First what may win, then what diverged, then what failed; within each by the best epoch's value. */
function ranked(told: readonly Ranked[], goal: Goal): number[] {
  const best = ({ curve }: Ranked) => [...curve].sort((a, b) => compareValues(a, b, goal))[0];
  const place = ({ fate }: Ranked) => (fate === 'failed' ? 2 : fate === 'diverged' ? 1 : 0);
  const order = (a: Ranked, b: Ranked) => {
    const [x, y] = [best(a), best(b)];
    const measured = Number(x === undefined) - Number(y === undefined);
    return (
      place(a) - place(b) ||
      measured ||
      (x === undefined || y === undefined ? 0 : compareValues(x, y, goal)) ||
      a.curve.length - b.curve.length ||
      a.number - b.number
    );
  };
  return [...told].sort(order).map(({ number }) => number);
}

test('those on more rows rank first, of those that may win; a trial without is on all', async () => {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  const recorder = await store.beginSweep(sweepStart());
  const values = [0.1, 0.5, 0.3, Number.NaN, 0.9] as const;
  const rows = [100, 300, 300, 900, undefined];
  values.forEach((value, number) => {
    const fate = fates[Number.isNaN(value) ? 'diverged' : 'completed']!;
    const onRows = rows[number] === undefined ? {} : { rows: rows[number] };
    tellTrial(recorder, { number, curve: [{ val_loss: value }], fate, ...onRows });
  });
  await recorder.finish('completed', null);
  const reader = openReader(directory);
  const sweep = reader.findSweep('digits');
  const ranked = reader.leaderboard(sweep).map((row) => [row.trial, row.rows]);
  expect(ranked).toEqual([
    [4, null],
    [2, 300],
    [1, 300],
    [0, 100],
    [3, 900],
  ]);
  expect(reader.leaderboard(sweep, { limit: 2 }).map(({ trial }) => trial)).toEqual([4, 2]);
  expect(reader.trial(sweep, 0)).toMatchObject({ rank: 4, rows: 100 });
  reader.close();
  await store.close();
});

test('trials rank by state, best value, fewer epochs, number; NaN behind every number', async () => {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  const reader = openReader(directory);
  let sweeps = 0;
  await fc.assert(
    fc.asyncProperty(trials, fc.constantFrom<Goal>('minimize', 'maximize'), async (told, goal) => {
      const objective = { name: 'val_loss', goal };
      const id = String(sweeps++).padStart(12, '0');
      const recorder = await store.beginSweep(sweepStart({ id, objective }));
      const numbered = told.map((trial, number) => ({ ...trial, number }));
      for (const { number, curve, fate } of numbered) {
        const metrics = curve.map((value) => ({ val_loss: value }));
        tellTrial(recorder, { number, curve: metrics, fate: fates[fate]!, objective });
      }
      await recorder.finish('completed', null);
      const rows = reader.leaderboard(reader.findSweep(id));
      expect(rows.map(({ trial }) => trial)).toEqual(ranked(numbered, goal));
      expect(rows.map(({ rank }) => rank)).toEqual(told.map((_, i) => i + 1));
      const top = reader.leaderboard(reader.findSweep(id), { limit: 3 });
      expect(top).toEqual(rows.slice(0, 3));
    }),
    { numRuns: 150 },
  );
  reader.close();
  await store.close();
});
