// The diverged rule: what it watches, what it leaves alone, and the reason it gives.

import { describe, expect, it } from 'vitest';
import { divergedStopper } from '../../src/stoppers/diverged.js';
import type { Metrics } from '../../src/vocabulary/metric.js';

function verdict(metrics: Metrics, bound: number | null = null) {
  return divergedStopper({ objective: 'val_accuracy', bound })
    .watch(0)
    .observe({ epoch: 3, metrics });
}

function reason(metrics: Metrics, bound: number | null = null) {
  const said = verdict(metrics, bound);
  return said.action === 'stop' ? said.reason : null;
}

describe('the diverged stopper', () => {
  it('lets finite numbers pass, however large, where there is no bound', () => {
    expect(verdict({ train_loss: 1e300, val_loss: -5, val_accuracy: 0 })).toEqual({
      action: 'continue',
    });
  });

  it('stops where a loss is NaN', () => {
    expect(reason({ train_loss: Number.NaN, val_accuracy: 0.5 })).toEqual({
      rule: 'diverged',
      text: 'train_loss is NaN at epoch 3',
      facts: { metric: 'train_loss', value: 'NaN', epoch: 3 },
    });
  });

  it('stops where a loss is infinite, in either direction', () => {
    expect(reason({ val_loss: Infinity })?.text).toBe('val_loss is infinite at epoch 3');
    expect(reason({ val_loss: -Infinity })?.facts.value).toBe('-Infinity');
  });

  it('stops where the objective is no number, though its name is no loss', () => {
    expect(reason({ train_loss: 1, val_accuracy: Number.NaN })?.text).toBe(
      'val_accuracy is NaN at epoch 3',
    );
  });

  it('leaves other metrics alone: an undefined score is no divergence', () => {
    expect(reason({ train_loss: 1, val_accuracy: 0.5, val_r2: Number.NaN })).toBeNull();
  });

  it('stops where train_loss is above the bound, and not where it is on it', () => {
    expect(reason({ train_loss: 100 }, 100)).toBeNull();
    expect(reason({ train_loss: 1234.56789 }, 100)).toEqual({
      rule: 'diverged',
      text: 'train_loss 1234.57 is above the bound 100 at epoch 3',
      facts: { metric: 'train_loss', value: 1234.56789, bound: 100, epoch: 3 },
    });
  });

  it('holds the bound against the training loss only', () => {
    expect(reason({ train_loss: 1, val_loss: 1000 }, 100)).toBeNull();
  });
});
