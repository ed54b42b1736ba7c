// The patience rule: what counts as an improvement, when waiting begins, and the reason it gives.

import { describe, expect, it } from 'vitest';
import { type PatienceOptions, patienceStopper } from '../../src/stoppers/patience.js';
import { Slip } from '../../src/vocabulary/errors.js';
import type { Reason } from '../../src/vocabulary/verdict.js';

const usual: PatienceOptions = {
  metric: { name: 'val_loss', goal: 'minimize' },
  patience: 2,
  minDelta: 0,
  startAfter: 0,
};

/** The epoch at which a curve is stopped and why, or null. */
function stop(options: Partial<PatienceOptions>, curve: readonly number[]) {
  const settings = { ...usual, ...options };
  const watch = patienceStopper(settings).watch(0);
  for (const [index, value] of curve.entries()) {
    const verdict = watch.observe({ epoch: index + 1, metrics: { [settings.metric.name]: value } });
    if (verdict.action === 'stop') return { epoch: index + 1, reason: verdict.reason as Reason };
  }
  return null;
}

describe('the patience stopper', () => {
  it('refuses a patience that is no whole number of epochs', () => {
    for (const patience of [0, -1, 1.5, Number.NaN]) {
      expect(() => patienceStopper({ ...usual, patience })).toThrow(Slip);
    }
  });

  it('refuses a negative minDelta', () => {
    expect(() => patienceStopper({ ...usual, minDelta: -0.1 })).toThrow(/at least 0, found -0.1/);
  });

  it('stops after so many epochs in a row without improvement', () => {
    expect(stop({ patience: 2 }, [0.5, 0.4, 0.41, 0.42, 0.1])?.epoch).toBe(4);
    expect(stop({ patience: 3 }, [0.5, 0.4, 0.41, 0.42, 0.1])).toBeNull();
  });

  it('counts from the beginning again after an improvement', () => {
    expect(stop({}, [0.5, 0.6, 0.4, 0.6, 0.3, 0.6, 0.6])?.epoch).toBe(7);
  });

  it('takes an equal value for no improvement', () => {
    expect(stop({}, [0.5, 0.5, 0.5])?.epoch).toBe(3);
  });

  it('asks for more than minDelta, measured from the best that counted', () => {
    expect(stop({ minDelta: 0.25 }, [1, 0.75, 0.75])?.epoch).toBe(3);
    expect(stop({ minDelta: 0.25 }, [1, 0.875, 0.625])).toBeNull();
  });

  it('follows the goal', () => {
    const metric = { name: 'val_accuracy', goal: 'maximize' } as const;
    expect(stop({ metric }, [0.1, 0.2, 0.3, 0.4])).toBeNull();
    expect(stop({ metric }, [0.4, 0.3, 0.2])?.epoch).toBe(3);
  });

  it('takes NaN and a missing metric for no improvement', () => {
    expect(stop({}, [0.5, Number.NaN, 0.6])?.epoch).toBe(3);
    const watch = patienceStopper({ ...usual, patience: 1 }).watch(0);
    expect(watch.observe({ epoch: 1, metrics: {} }).action).toBe('stop');
  });

  it('gives nothing up until startAfter, but remembers the best from the first epoch', () => {
    expect(stop({ startAfter: 4 }, [0.1, 0.5, 0.5, 0.5, 0.5, 0.5])?.epoch).toBe(6);
    expect(stop({ startAfter: 4 }, [0.1, 0.5, 0.5, 0.5, 0.05, 0.5])).toBeNull();
  });

  it('says what it compared', () => {
    const curve = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.41, 0.4095, 0.4095, 0.4095, 0.4095, 0.4095];
    expect(stop({ patience: 5, minDelta: 0.001 }, curve)?.reason).toEqual({
      rule: 'patience',
      text: 'val_loss did not improve on 0.41 (epoch 7) by more than 0.001 for 5 epochs',
      facts: {
        metric: 'val_loss',
        best: 0.41,
        best_epoch: 7,
        patience: 5,
        min_delta: 0.001,
        epoch: 12,
      },
    });
  });

  it('says so where there was never a number', () => {
    expect(stop({ patience: 1 }, [Number.NaN])?.reason.text).toBe(
      'val_loss was not a number for 1 epoch',
    );
  });
});
