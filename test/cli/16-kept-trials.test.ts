// A sweep that goes on under another core and keeps its finished trials: no training is of two cores, and
// what comes out is one evaluation in which each trial belongs to one of them.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KeptTrials } from '../../src/cli/another-core/kept-trials.js';
import { orchestrateKeeping } from '../../src/cli/another-core/orchestrate-keeping.js';
import { scriptedExecutor } from '../../src/executor/scripted/scripted-executor.js';
import { orchestrate } from '../../src/orchestrator/orchestrate.js';
import type { Identity, SweepParts } from '../../src/orchestrator/sweep-parts.js';
import type { Assignment } from '../../src/vocabulary/configuration.js';
import type { SweepEvent } from '../../src/vocabulary/event.js';
import { type RememberingMemo, rememberingMemo } from '../orchestrator/remembering-memo.js';
import { gridX, halving, objective, stories, usualRules } from '../orchestrator/scripted-sweep.js';

const TRIALS = 27;
const keyUnder = (core: string, x: number, replicate: number) => `${core} ${x}/${replicate}`;

/** Two cores agree on nothing: which trials lead is another matter under each. */
function value(core: string, x: number, epoch: number): number {
  const mixed = Math.imul((core === 'A' ? 7919 : 104729) + x * 31, 0x9e3779b1) >>> 8;
  return (mixed % 1000) / 1000 + epoch / 100;
}

interface World {
  readonly memo: RememberingMemo;
  readonly events: SweepEvent[];
  /** Keys of what was really played. */
  readonly played: Set<string>;
}

const newWorld = (memo = rememberingMemo()): World => ({ memo, events: [], played: new Set() });

function identityUnder(assignment: Assignment, core: string, replicates: number): Identity {
  const trainings = Array.from({ length: replicates }, (_, i) => ({
    training: keyUnder(core, Number(assignment.x), i),
    seed: i,
    fold: 0,
  }));
  return { parameters: assignment, configuration: assignment, replicates: trainings, cost: 1 };
}

function partsUnder(
  coreOf: (x: number) => string,
  { memo, events, played }: World,
  replicates: number,
  pause: AbortController,
  pauseAfter = Number.POSITIVE_INFINITY,
): SweepParts {
  let settled = 0;
  return {
    sampler: gridX(TRIALS),
    scheduler: halving(TRIALS),
    rules: usualRules(),
    order: { kind: 'free' },
    executor: scriptedExecutor({
      capacity: 2,
      curve({ x }, epoch, { training }) {
        played.add(training);
        return { val_accuracy: value(training[0]!, Number(x), epoch), train_loss: 1 };
      },
    }),
    memo,
    objective,
    budget: 9,
    identify: (assignment) => identityUnder(assignment, coreOf(Number(assignment.x)), replicates),
    listen(event) {
      memo.listen(event);
      events.push(event);
      if (event.kind === 'trial_settled' && ++settled === pauseAfter) pause.abort();
    },
    pause: pause.signal,
  };
}

/** Begun under A and paused, then taken up under B. */
async function changedCore(pauseAfter: number, replicates: number) {
  const before = newWorld();
  const paused = new AbortController();
  await orchestrate(partsUnder(() => 'A', before, replicates, paused, pauseAfter));
  const finished = stories(before.events).filter(
    ({ fate }) => fate?.state === 'completed' || fate?.state === 'stopped',
  );
  const keysOf = (x: number) => Array.from({ length: replicates }, (_, i) => keyUnder('A', x, i));
  const kept: KeptTrials = {
    id: 'sweep',
    cores: ['A'],
    trainings: new Map(finished.map(({ x }) => [keyUnder('A', x, 0), keysOf(x)])),
  };
  const world = newWorld(before.memo);
  const outcome = await orchestrateKeeping(
    () => partsUnder(() => 'B', world, replicates, new AbortController()),
    kept,
    (assignment, core) => identityUnder(assignment, core, replicates),
  );
  return { world, outcome, finished: new Set(finished.map(({ x }) => x)) };
}

/** x → the core that its trial has in the end. */
function coresIn(events: readonly SweepEvent[]): Map<number, string> {
  const cores = new Map<number, string>();
  for (const event of events) {
    if (event.kind !== 'trial_started') continue;
    const own = new Set(event.replicates.map(({ training }) => training[0]!));
    expect(own.size).toBe(1);
    cores.set(Number(event.parameters.x), [...own][0]!);
  }
  return cores;
}

describe('a sweep that keeps trials of another core', () => {
  test('trains nothing of theirs on, and is one evaluation of trials of one core each', async () => {
    let kept = 0;
    let letGo = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom(1, 2),
        async (pauseAfter, n) => {
          const { world, outcome, finished } = await changedCore(pauseAfter, n);
          expect(outcome.kind).toBe('finished');
          expect([...world.played].filter((key) => key.startsWith('A'))).toEqual([]);
          const cores = coresIn(world.events);
          for (const [x, core] of cores) {
            if (core === 'A') expect(finished).toContain(x);
            if (core === 'A') kept++;
            else if (finished.has(x)) letGo++;
          }
          const once = newWorld();
          await orchestrate(partsUnder((x) => cores.get(x)!, once, n, new AbortController()));
          const ends = (events: readonly SweepEvent[]) =>
            stories(events).map(({ x, fate, best }) => ({ x, fate, best }));
          expect(ends(world.events)).toEqual(ends(once.events));
        },
      ),
      { numRuns: 40 },
    );
    // Both happen, or this would prove little.
    expect([kept > 0, letGo > 0]).toEqual([true, true]);
  });

  test('counts what it trained in all of its evaluations', async () => {
    const { world, outcome } = await changedCore(40, 1);
    const trained = world.events.filter(
      (event) => event.kind === 'epoch' && event.source === 'trained',
    );
    expect(outcome.epochsTrained).toBe(trained.length);
  });

  test('answers a kept trial whose states are lost: what it has come to is known', async () => {
    const before = newWorld();
    await orchestrate(partsUnder(() => 'A', before, 1, new AbortController()));
    for (let x = 0; x < TRIALS; x++) {
      for (let epoch = 1; epoch <= 9; epoch++) before.memo.forget(keyUnder('A', x, 0), epoch);
    }
    const keys = Array.from({ length: TRIALS }, (_, x) => keyUnder('A', x, 0));
    const kept = { id: '', cores: ['A'], trainings: new Map(keys.map((key) => [key, [key]])) };
    const world = newWorld(before.memo);
    const outcome = await orchestrateKeeping(
      () => partsUnder(() => 'B', world, 1, new AbortController()),
      kept,
      (assignment, core) => identityUnder(assignment, core, 1),
    );
    expect([outcome.kind, outcome.epochsTrained, world.played.size]).toEqual(['finished', 0, 0]);
  });
});
