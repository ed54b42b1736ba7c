// The first promise, over random definitions and real threads: one definition and one seed give one
// leaderboard, on one worker, on two, and when the sweep is interrupted anywhere and run again.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { refuseUnfit } from '../../src/cli/data-check.js';
import { defineSweep, runSweep, Slip, type SweepDefinition } from '../../src/cli/library.js';
import { loadDataSet } from '../../src/data/load-data-set.js';
import { networkSettingsFor } from '../../src/trainables/network/settings.js';
import type { Assignment } from '../../src/vocabulary/configuration.js';
import { anyAssignment, effective } from '../trainables/any-configuration.js';

const folders: string[] = [];

function newResults(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nightsweep-any-'));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Runs a sweep and pauses it after so many epochs; 0: never. */
async function run(definition: SweepDefinition, results: string, workers: number, pauseAfter = 0) {
  const pause = new AbortController();
  let epochs = 0;
  const { leaderboard, outcome } = await runSweep(definition, {
    results,
    workers,
    signal: pause.signal,
    onEvent(event) {
      if (event.kind === 'epoch' && ++epochs === pauseAfter) pause.abort();
    },
  });
  const told = leaderboard.map(({ started: _started, ended: _ended, ...row }) => row);
  return { told, outcome };
}

/** Convolutions need pictures. */
function generatorFor(task: string, values: readonly Assignment[]): string {
  if (values.some(({ kind }) => kind === 'cnn')) return 'glyphs';
  return task === 'regression' ? 'friedman' : 'blobs';
}

/** What does not fit its data, as pictures that shrink to nothing, is refused before it trains. */
async function misfit(definition: SweepDefinition): Promise<boolean> {
  try {
    refuseUnfit(definition, await loadDataSet(definition.data));
    return false;
  } catch (thrown) {
    if (thrown instanceof Slip) return true;
    throw thrown;
  }
}

const anyDefinition = fc
  .constantFrom('classification' as const, 'regression' as const)
  .chain((task) =>
    fc.record({
      seed: fc.nat(1000),
      task: fc.constant(task),
      values: fc.array(anyAssignment(networkSettingsFor(task)), { minLength: 3, maxLength: 3 }),
      halving: fc.boolean(),
    }),
  )
  .map(({ seed, task, values: drawn, halving }) => {
    // What has no effect would have none in the sweep either, and be refused.
    const values = drawn.map((assignment) => effective(networkSettingsFor(task), assignment));
    const names = [...new Set(values.flatMap((assignment) => Object.keys(assignment)))].sort();
    const parameters = Object.fromEntries(
      names.map((name) => {
        const alternatives = values.flatMap((assignment) =>
          assignment[name] === undefined ? [] : [assignment[name]],
        );
        return [name, { values: alternatives }];
      }),
    );
    return {
      name: 'any',
      method: 'random',
      trials: 6,
      seed,
      metric: { name: 'val_loss' },
      data: { generator: generatorFor(task, values), samples: 90 },
      epochs: 4,
      parameters,
      ...(halving ? { schedule: { type: 'successive_halving', eta: 2 } } : {}),
    };
  });

test('any definition gives one leaderboard, on any number of workers and however interrupted', async () => {
  await fc.assert(
    fc.asyncProperty(anyDefinition, fc.integer({ min: 1, max: 12 }), async (input, pauseAfter) => {
      let definition: SweepDefinition;
      try {
        definition = defineSweep(input as never);
      } catch {
        return fc.pre(false); // a setting that can never matter: refused, as it should be
      }
      fc.pre(!(await misfit(definition)));
      const one = await run(definition, newResults(), 1);
      const results = newResults();
      await run(definition, results, 2, pauseAfter);
      const resumed = await run(definition, results, 2);
      expect(resumed.outcome).toBe('finished');
      expect(resumed.told).toEqual(one.told);
    }),
    { numRuns: 10 },
  );
});
