// A schedule that allots rows: a configuration is asked for once and trained anew on each rung's rows, as a
// trial of its own.

import { describe, expect, it } from 'vitest';
import { orchestrate } from '../../src/orchestrator/orchestrate.js';
import type { Observation, Sampler } from '../../src/samplers/sampler.js';
import { rowsResourceScheduler } from '../../src/schedulers/rows-resource.js';
import { successiveHalvingScheduler } from '../../src/schedulers/successive-halving.js';
import { patienceStopper } from '../../src/stoppers/patience.js';
import { thresholdStopper } from '../../src/stoppers/threshold.js';
import type { SweepEvent } from '../../src/vocabulary/event.js';
import { decisions, gridX, keyOf, lines, objective, parts, type Setup } from './scripted-sweep.js';

const EPOCHS = 4;

/** Three configurations on 100 rows, the best of them on 300. */
const halving = (trials: number | null = 3) =>
  rowsResourceScheduler({
    ladder: successiveHalvingScheduler({ trials, minEpochs: 100, epochs: 300, eta: 3, objective }),
    epochs: EPOCHS,
  });

/** The middle one is best, and at its second epoch; on other rows all are trained anew. */
const curve = (x: number, epoch: number) => ({
  val_accuracy: [0.3, 0.9, 0.5][x]! - Math.abs(epoch - 2) / 10,
  train_loss: 1,
});

interface Told {
  readonly events: readonly SweepEvent[];
  readonly asked: readonly number[];
  readonly heard: readonly Observation[];
  readonly played: readonly string[];
}

async function run(setup: Setup = {}): Promise<Told> {
  const [events, played]: [SweepEvent[], string[]] = [[], []];
  const [asked, heard]: [number[], Observation[]] = [[], []];
  const grid = gridX(3);
  const sampler: Sampler = {
    size: null,
    suggest(trial) {
      asked.push(trial);
      return grid.suggest(trial);
    },
    observe: (observation) => heard.push(observation),
  };
  const order = { kind: 'logical', slots: 2 } as const;
  const all = parts(
    { budget: EPOCHS, curve, order, sampler, scheduler: halving(), ...setup },
    events,
    played,
  );
  await orchestrate({
    ...all,
    identify(assignment, rows) {
      const identity = all.identify(assignment);
      const replicates = identity.replicates.map((replicate) => ({
        ...replicate,
        training: `${keyOf(Number(assignment.x))} on ${rows}`,
      }));
      return { ...identity, replicates };
    },
  });
  return { events, asked, heard, played };
}

describe('a configuration that goes on', () => {
  it('is asked for once, and begins anew on more rows', async () => {
    const { events, asked, played } = await run();
    expect(asked).toEqual([0, 1, 2]);
    const started = events.flatMap((event) =>
      event.kind === 'trial_started' ? [[event.trial, event.parameters.x, event.rows]] : [],
    );
    expect(started).toEqual([
      [0, 0, 100],
      [1, 1, 100],
      [2, 2, 100],
      [3, 1, 300],
    ]);
    expect(lines(events, 3).slice(0, 3)).toEqual(['started', '0→4', 'trained 1']);
    expect(played.filter((epoch) => epoch === '1@1')).toHaveLength(2);
  });

  it('leaves a completed trial behind, and the others are stopped', async () => {
    const { events } = await run();
    expect(
      decisions(events).map(({ action, trial, epoch }) => `${action} ${trial} at ${epoch}`),
    ).toEqual([
      'start 0 at 4',
      'start 1 at 4',
      'wait 0 at 4',
      'start 2 at 4',
      'wait 1 at 4',
      'wait 2 at 4',
      'stop 0 at 4',
      'stop 2 at 4',
      'complete 1 at 4',
      'start 3 at 4',
      'complete 3 at 4',
    ]);
  });

  it('is ranked by its best epoch, as on the leaderboard', async () => {
    const { events } = await run();
    const stopped = decisions(events).filter(({ action }) => action === 'stop');
    expect(stopped.map(({ reason }) => reason?.text)).toEqual([
      'val_accuracy 0.3 on 100 rows ranks 3 of 3; the first goes on',
      'val_accuracy 0.5 on 100 rows ranks 2 of 3; the first goes on',
    ]);
  });

  it('is one trial to a sampler, whose epochs are rows', async () => {
    const { heard } = await run();
    expect(
      heard.map(({ trial, state, epochs, values }) => [trial, state, epochs, values[0]]),
    ).toEqual([
      [0, 'paused', 100, 0.3],
      [1, 'paused', 100, 0.9],
      [2, 'paused', 100, 0.5],
      [0, 'stopped', 100, 0.3],
      [2, 'stopped', 100, 0.5],
      [1, 'completed', 300, 0.9],
    ]);
  });
});

describe('a rule that stops a trial', () => {
  it('for having learned enough does not hold its configuration back', async () => {
    const rules = [patienceStopper({ metric: objective, patience: 1, minDelta: 0, startAfter: 0 })];
    const { events, played } = await run({ rules });
    const ends = decisions(events).flatMap(({ action, trial, epoch, reason }) =>
      action === 'start' ? [] : [`${action} ${trial} at ${epoch}: ${reason?.rule}`],
    );
    expect(ends).toEqual([
      'wait 0 at 3: successive_halving',
      'wait 1 at 3: successive_halving',
      'wait 2 at 3: successive_halving',
      'stop 0 at 3: successive_halving',
      'stop 2 at 3: successive_halving',
      'stop 1 at 3: patience',
      'stop 3 at 3: patience',
    ]);
    // On 100 rows and on 300, and never again for a state.
    expect(played.filter((epoch) => epoch === '1@1')).toHaveLength(2);
  });

  it('as hopeless does', async () => {
    const rules = [thresholdStopper({ metric: objective, value: 0.6, warmup: 0 })];
    const { events } = await run({ rules, curve: (x, epoch) => curve(2 - x, epoch) });
    const started = events.filter((event) => event.kind === 'trial_started');
    expect(started).toHaveLength(4);
    const none = await run({ rules, curve: () => ({ val_accuracy: 0.5, train_loss: 1 }) });
    expect(none.events.filter((event) => event.kind === 'trial_started')).toHaveLength(3);
  });
});
