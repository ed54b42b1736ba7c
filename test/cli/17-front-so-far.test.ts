// The front of a sweep that runs is that of all its trials' best epochs, although few of them are kept.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { frontSoFar } from '../../src/cli/live-view/front-so-far.js';
import { summaryOf } from '../../src/leaderboard/pareto-ranks.js';
import type { Objective } from '../../src/vocabulary/metric.js';
import type { TrialFate } from '../../src/vocabulary/trial.js';
import { replicates } from './started-sweep.js';

const objectives: readonly Objective[] = [
  { name: 'val_accuracy', goal: 'maximize' },
  { name: 'parameters', goal: 'minimize' },
  { name: 'train_loss', goal: 'minimize' },
];
const goals = objectives.map(({ goal }) => goal);
const reason = (rule: string) => ({ rule, text: rule, facts: {} });
const fates: Readonly<Record<string, TrialFate | null>> = {
  running: null,
  completed: { state: 'completed' },
  paused: { state: 'paused', reason: reason('rung') },
  stopped: { state: 'stopped', reason: reason('patience') },
  diverged: { state: 'stopped', reason: reason('diverged') },
  failed: { state: 'failed', reason: reason('failure'), detail: '' },
};

const small = fc.integer({ min: 0, max: 6 });
const trials = fc.array(
  fc.record({
    epochs: fc.array(fc.record({ accuracy: small, loss: small }), { maxLength: 4 }),
    parameters: small,
    fate: fc.constantFrom(...Object.keys(fates)),
  }),
  { maxLength: 20 },
);

it('has the size and the hypervolume of the best epochs of all trials that may win', () => {
  fc.assert(
    fc.property(trials, (sweep) => {
      const front = frontSoFar(objectives);
      const points: number[][] = [];
      sweep.forEach(({ epochs, parameters, fate }, trial) => {
        front.hear({ kind: 'trial_started', trial, replicates, parameters: {}, configuration: {} });
        epochs.forEach(({ accuracy, loss }, i) => {
          const metrics = { val_accuracy: accuracy, train_loss: loss, parameters };
          const epoch = { epoch: i + 1, metrics };
          front.hear({ kind: 'trial_epoch', trial, epoch, se: null });
        });
        const settled = fates[fate]!;
        if (settled !== null) {
          front.hear({
            kind: 'trial_settled',
            trial,
            fate: settled,
            epochs: epochs.length,
            best: null,
          });
        }
        const best = Math.max(...epochs.map(({ accuracy }) => accuracy));
        const at = epochs.find(({ accuracy }) => accuracy === best);
        const mayWin = fate !== 'failed' && fate !== 'diverged';
        if (at !== undefined && mayWin) points.push([best, parameters, at.loss]);
        front.summary();
      });
      const [found, all] = [front.summary(), summaryOf(points, goals)];
      expect(found.size).toBe(all.size);
      expect(found.hypervolume ?? -1).toBeCloseTo(all.hypervolume ?? -1, 9);
    }),
  );
});
