// The stopping form of ASHA: who is stopped as he arrives, against the figures of Optuna and Determined.

import { describe, expect, it } from 'vitest';
import { ashaStoppingScheduler } from '../../src/schedulers/asha-stopping.js';
import { Slip } from '../../src/vocabulary/errors.js';

const objective = { name: 'val_loss', goal: 'minimize' } as const;
const ladder = { trials: 10 as number | null, minEpochs: 1, epochs: 9, eta: 3, objective };
const losses = [0.9, 0.8, 0.7, 0.85, 0.6, 0.65, 0.95, 0.5, 0.55, 0.62];

/** All begin, and arrive at the first rung in order. @returns 1 for each that is stopped */
function stops(values: readonly number[], options: Partial<typeof ladder> = {}): string {
  const scheduler = ashaStoppingScheduler({ ...ladder, trials: values.length, ...options });
  for (const _ of values) scheduler.next();
  return values
    .map((value, trial) => scheduler.report({ trial, outcome: 'reached', epoch: 1, value }))
    .map(([own]) => (own!.fate.state === 'stopped' ? 1 : 0))
    .join('');
}

describe('ASHA that stops', () => {
  it('refuses a ladder that is none', () => {
    expect(() => ashaStoppingScheduler({ ...ladder, eta: 1 })).toThrow(Slip);
    expect(() => ashaStoppingScheduler({ ...ladder, minEpochs: 0 })).toThrow('min_epochs');
  });

  it('stops whom Optuna and Determined stop', () => {
    expect(stops(losses)).toBe('0001001001');
    expect(stops(losses, { eta: 4 })).toBe('0001011001');
  });

  it('stops the same where greater is better', () => {
    const maximize = { name: 'val_accuracy', goal: 'maximize' } as const;
    const mirrored = losses.map((loss) => -loss);
    expect(stops(mirrored, { objective: maximize as never })).toBe('0001001001');
  });

  it('lets six equals go on', () => expect(stops(Array(6).fill(0.5))).toBe('000000'));

  it('stops what diverged, the first to arrive as well, and does not count it', () => {
    expect(stops([Number.NaN, Number.NEGATIVE_INFINITY, 0.9, 0.8, 0.7])).toBe('11000');
    expect(stops([Number.NaN, Number.NaN, 0.9, 0.8, 0.7, 0.85])).toBe('110001');
  });

  it('sends a trial on before it starts another, and says why', () => {
    const scheduler = ashaStoppingScheduler(ladder);
    scheduler.next();
    const reason = {
      rule: 'asha',
      text: 'val_loss 0.9 at epoch 1 ranks 1 of 1 so far; the first goes on',
      facts: { metric: 'val_loss', value: 0.9, epoch: 1, rank: 1, of: 1, places: 1 },
    };
    expect(scheduler.report({ trial: 0, outcome: 'reached', epoch: 1, value: 0.9 })).toEqual([
      { trial: 0, fate: { state: 'paused', reason } },
    ]);
    expect(scheduler.next()).toEqual({ kind: 'continue', trial: 0, from: 1, to: 3, reason });
    expect(scheduler.next()).toEqual({ kind: 'start', trial: 1, to: 1 });
    expect(scheduler.report({ trial: 1, outcome: 'reached', epoch: 1, value: 0.95 })).toMatchObject(
      [{ fate: { state: 'stopped', reason: { facts: { rank: 2, of: 2, places: 1 } } } }],
    );
  });

  it('is done when the last that went on has ended', () => {
    const scheduler = ashaStoppingScheduler({ ...ladder, trials: 1 });
    for (const epoch of [1, 3, 9]) {
      expect(scheduler.next()).toMatchObject({ trial: 0, to: epoch });
      expect(scheduler.next()).toEqual({ kind: 'wait' });
      scheduler.report({ trial: 0, outcome: 'reached', epoch, value: 1 });
    }
    expect(scheduler.next()).toEqual({ kind: 'done' });
  });
});
