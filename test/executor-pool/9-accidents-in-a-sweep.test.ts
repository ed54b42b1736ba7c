// A night in which everything happens to the workers that can: each trial is recorded with what became
// of it, and the sweep goes on to its end. A pause that is in a hurry blames no trial.

import { describe, expect, it } from 'vitest';
import { orchestrate } from '../../src/orchestrator/orchestrate.js';
import type { SweepParts } from '../../src/orchestrator/sweep-parts.js';
import { gridSampler } from '../../src/samplers/grid.js';
import { fullScheduler } from '../../src/schedulers/full.js';
import { searchSpace } from '../../src/space/search-space.js';
import type { LeaderboardRow } from '../../src/store/read-trials.js';
import { openReader } from '../../src/store/reader.js';
import { openStore } from '../../src/store/store.js';
import type { Assignment } from '../../src/vocabulary/configuration.js';
import type { SweepEvent } from '../../src/vocabulary/event.js';
import { keyOf, sweepStart, temporaryDirectory } from '../store/recorded-sweep.js';
import { openGate, openPool, type PoolUnderTest, Word } from './pool-under-test.js';

const EPOCHS = 5;

interface Night {
  readonly accidents: readonly string[];
  readonly misbehave: number;
  readonly gate?: number;
  readonly pause?: AbortController;
  readonly listen?: (event: SweepEvent) => void;
}

/** Evaluates a sweep over accidents on a pool and a store, both real. @returns its trials by number */
async function spend(night: Night, { pool }: PoolUnderTest, results: string) {
  const { accidents, misbehave, gate = 0 } = night;
  const start = sweepStart({ parameters: ['accident'] });
  const store = openStore(results, { onTrouble: (error) => expect(error).toBeNull() });
  const recorder = await store.beginSweep(start);
  const space = [
    { name: 'accident', domain: { kind: 'categorical', values: accidents } as const },
  ] as const;
  const parts: SweepParts = {
    sampler: gridSampler({ space: searchSpace({ parameters: space, settings: [], fixed: {} }) }),
    scheduler: fullScheduler({ trials: accidents.length, epochs: EPOCHS }),
    rules: [],
    order: { kind: 'free' },
    executor: pool,
    memo: recorder.memo,
    objective: start.objective,
    budget: EPOCHS,
    identify: (parameters: Assignment) => ({
      parameters,
      configuration: { ...parameters, misbehave, gate },
      replicates: [{ training: keyOf(String(parameters.accident)), seed: 7, fold: 0 }],
      cost: 1,
    }),
    listen(event) {
      recorder.listen(event);
      night.listen?.(event);
    },
    backlog: recorder.backlog,
    pause: (night.pause ?? new AbortController()).signal,
  };
  const outcome = await orchestrate(parts);
  await recorder.finish(outcome.kind === 'paused' ? 'paused' : 'completed', null);
  await store.close();
  return { outcome, trials: trialsIn(results) };
}

function trialsIn(results: string): readonly (LeaderboardRow & { detail: string | null })[] {
  const reader = openReader(results);
  try {
    const sweep = reader.findSweep();
    const rows = [...reader.leaderboard(sweep)].sort((a, b) => a.trial - b.trial);
    return rows.map((row) => ({ ...row, detail: reader.trial(sweep, row.trial).detail }));
  } finally {
    reader.close();
  }
}

describe('a sweep to whose workers everything happens', () => {
  it('records each accident with its reason, and trains the other trials to the end', async () => {
    const limits = { memoryLimit: 32, trialTimeout: 5, checkpointEvery: 0, onOutput: () => {} };
    const subject = openPool('every-accident', { workers: 2, ...limits });
    const accidents = ['none', 'memory', 'trap', 'exit', 'hang'];
    const night = { accidents, misbehave: 3 };
    const { outcome, trials } = await spend(night, subject, temporaryDirectory());
    expect(outcome).toMatchObject({ kind: 'finished', trials: { completed: 1, failed: 4 } });
    expect(trials.map(({ state, epochs, reason }) => [state, epochs, reason?.text])).toEqual([
      ['completed', EPOCHS, undefined],
      ['failed', 2, expect.stringContaining('its worker thread reached its memory limit')],
      ['failed', 2, expect.stringContaining('WebAssembly trapped: unreachable')],
      ['failed', 2, expect.stringContaining('its worker thread exited with code 9')],
      ['failed', 2, expect.stringContaining('not trained within 5 s (trial_timeout)')],
    ]);
    const kinds = ['memory', 'trap', 'exit', 'timeout'];
    for (const [i, kind] of kinds.entries()) {
      expect(trials[i + 1]?.detail).toMatch(new RegExp(`^attempt 1 \\(${kind}\\)`));
      expect(trials[i + 1]?.detail).toMatch(new RegExp(`\nattempt 2 \\(${kind}\\)`));
    }
  });
});

describe('a pause that waits for no epoch', () => {
  it('leaves trials paused, not failed, and they go on from their newest checkpoint', async () => {
    const results = temporaryDirectory();
    const pause = new AbortController();
    const night = { accidents: ['none', 'hang'], misbehave: 4, gate: 4 };
    const hanging = openPool('every-accident', { workers: 2, checkpointEvery: 0 });
    const saved = new Map<string, number>();
    const paused = await spend(
      {
        ...night,
        pause,
        // When each has told of a state. Neither comes past its fourth epoch: one stands at a gate that
        // nobody opens, and would hang behind it.
        listen(event) {
          if (event.kind === 'state') saved.set(event.training, event.state.epoch);
          if (pause.signal.aborted || saved.size < 2) return;
          pause.abort();
          hanging.pool.interrupt();
        },
      },
      hanging,
      results,
    );
    expect(paused.outcome).toMatchObject({ kind: 'paused', trials: { failed: 0, paused: 2 } });
    expect(paused.trials.map(({ state }) => state)).toEqual(['paused', 'paused']);
    const fair = openPool('honest', { workers: 2, checkpointEvery: 0 });
    openGate(fair);
    const resumed = await spend(night, fair, results);
    expect(resumed.outcome).toMatchObject({ kind: 'finished', trials: { completed: 2 } });
    const trainedAgain = [...saved.values()].reduce((sum, epoch) => sum + EPOCHS - epoch, 0);
    expect(fair.words[Word.epochs]).toBe(trainedAgain);
    expect(trainedAgain).toBeLessThan(2 * EPOCHS);
  });
});
