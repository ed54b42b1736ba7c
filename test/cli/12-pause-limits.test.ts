// Limits of a run: what is refused, when each is reached, and what the clock may do in between.

import { InvalidArgumentError } from 'commander';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { giveUpWatch } from '../../src/cli/limits/give-up.js';
import { pauseReasonOf } from '../../src/cli/limits/pause-reason.js';
import { limitsShown, type RunLimits, watchLimits } from '../../src/cli/limits/run-limits.js';
import { duration, untilTime } from '../../src/cli/limits/time-words.js';
import type { SweepEvent } from '../../src/vocabulary/event.js';
import type { Objective } from '../../src/vocabulary/metric.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const evening = new Date(2026, 10, 25, 23, 0, 0).getTime();

describe('--until', () => {
  test.each([
    ...['', '7', '24:00', '07:60', '7.30', 'tomorrow', '2026-11-26', '2026-11-26T25:00'],
    ...['2026-02-30T07:00', '2027-13-01T07:00', '2027-01-32T07:00', '2026-11-26T07:00Z', '-1:00'],
  ])('refuses %j', (text) => {
    expect(() => untilTime(text, evening)).toThrow(InvalidArgumentError);
  });
  test('refuses what is over', () => {
    expect(() => untilTime('2026-11-25T22:59', evening)).toThrow('still to come');
    expect(() => untilTime('2026-11-25T23:00', evening)).toThrow('still to come');
  });
  test.each<[string, Date]>([
    ['07:00', new Date(2026, 10, 26, 7)],
    ['7:05', new Date(2026, 10, 26, 7, 5)],
    ['23:00', new Date(2026, 10, 26, 23)],
    ['23:00:01', new Date(2026, 10, 25, 23, 0, 1)],
    ['2026-11-26T07:00', new Date(2026, 10, 26, 7)],
    ['2026-12-31 23:59:59', new Date(2026, 11, 31, 23, 59, 59)],
  ])('%s is the next one in local time', (text, at) => {
    expect(untilTime(text, evening)).toEqual({ text, at: at.getTime() });
  });
  test('a time of day is within a day, at that time of the wall clock', () => {
    const minute = fc.integer({ min: 0, max: 59 });
    const times = fc.record({
      now: fc.integer({ min: 0, max: 4e12 }),
      hours: fc.integer({ min: 0, max: 23 }),
      minute,
    });
    fc.assert(
      fc.property(times, ({ now, hours, minute: m }) => {
        const text = `${hours}:${String(m).padStart(2, '0')}`;
        const { at } = untilTime(text, now);
        expect(at).toBeGreaterThan(now);
        // Where clocks are set forward or back, a day has 23 or 25 hours.
        expect(at - now).toBeLessThanOrEqual(25 * HOUR);
        expect(new Date(at).getMinutes()).toBe(m);
      }),
    );
  });
});

describe('--for', () => {
  test.each(['', '8', 'h', '-1h', '8 h', '1h30', '1x', '0s', '400d', 'Infinitys', '1e3s'])(
    'refuses %j',
    (text) => expect(() => duration(text)).toThrow(InvalidArgumentError),
  );
  test.each([
    ['8h', 8 * HOUR],
    ['90m', 90 * MINUTE],
    ['90min', 90 * MINUTE],
    ['30s', 30_000],
    ['1h30m', 90 * MINUTE],
    ['1.5h', 90 * MINUTE],
    ['2d', 48 * HOUR],
  ])('%s', (text, milliseconds) => expect(duration(text)).toEqual({ text, milliseconds }));
});

const accuracy: Objective = { name: 'val_accuracy', goal: 'maximize' };

/** What is told of limits that are reached, in order. */
function reached(limits: RunLimits, objective = accuracy) {
  const told: string[] = [];
  const watch = watchLimits(limits, objective, ({ text }) => told.push(text));
  return { told, ...watch };
}

describe('a clock that is set in the night', () => {
  beforeEach(() => void vi.useFakeTimers({ now: evening }));
  afterEach(() => void vi.useRealTimers());

  test('--until goes by the wall clock, and notices within half a minute', () => {
    const { told } = reached({ until: untilTime('07:00') });
    vi.advanceTimersByTime(2 * HOUR);
    vi.setSystemTime(evening); // back, at 01:00
    vi.advanceTimersByTime(8 * HOUR - 1);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(told).toEqual(['07:00 is reached']);
    vi.advanceTimersByTime(48 * HOUR);
    expect(told).toHaveLength(1);
  });
  test('--until is reached early where the clock is set forward', () => {
    const { told } = reached({ until: untilTime('07:00') });
    vi.advanceTimersByTime(7 * HOUR);
    expect(told).toEqual([]);
    vi.setSystemTime(evening + 9 * HOUR);
    vi.advanceTimersByTime(30_000);
    expect(told).toEqual(['07:00 is reached']);
  });
  test('--for does not care', () => {
    const { told } = reached({ for: duration('8h') });
    vi.setSystemTime(evening + 12 * HOUR);
    vi.advanceTimersByTime(4 * HOUR);
    vi.setSystemTime(evening - 12 * HOUR);
    vi.advanceTimersByTime(4 * HOUR - 1);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(told).toEqual(['time is up after 8h']);
  });
  test('--for may be longer than one timer can wait', () => {
    const { told } = reached({ for: duration('60d') });
    vi.advanceTimersByTime(60 * 24 * HOUR - 1);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(told).toEqual(['time is up after 60d']);
  });
  test('nothing is told after the end', () => {
    const { told, release } = reached({ until: untilTime('07:00'), for: duration('8h') });
    release();
    vi.advanceTimersByTime(48 * HOUR);
    expect(told).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

const epoch = (source: 'trained' | 'memo'): SweepEvent => ({
  kind: 'epoch',
  trial: 0,
  training: '',
  epoch: { epoch: 1, metrics: {} },
  source,
});
const segment: SweepEvent = { kind: 'segment_started', trial: 0, replicate: 0, from: 0, to: 9 };
const measured = (trial: number, number: number, metrics: Record<string, number>): SweepEvent => ({
  kind: 'trial_epoch',
  trial,
  epoch: { epoch: number, metrics },
  se: null,
});

describe('--max-epochs', () => {
  test('counts what is trained, and not what is remembered', () => {
    const { told, listen } = reached({ maxEpochs: 2 });
    for (const source of ['memo', 'trained', 'memo', 'memo'] as const) listen(epoch(source));
    expect(told).toEqual([]);
    listen(epoch('trained'));
    listen(epoch('trained'));
    expect(told).toEqual(['2 epochs of this run are trained']);
  });
});

describe('--target', () => {
  test('is reached by an epoch of a trial, once', () => {
    const { told, listen } = reached({ target: 0.9 });
    listen(segment);
    listen(measured(3, 6, { val_accuracy: 0.8999, val_loss: 0.95 }));
    listen(measured(3, 7, { val_accuracy: Number.NaN }));
    expect(told).toEqual([]);
    listen(measured(3, 8, { val_accuracy: 0.9 }));
    listen(measured(3, 9, { val_accuracy: 0.95 }));
    expect(told).toEqual(['val_accuracy 0.9000 (trial 3, epoch 8) reaches the target 0.9']);
  });
  test('is below where less is better', () => {
    const { told, listen } = reached({ target: 0.2 }, { name: 'val_loss', goal: 'minimize' });
    listen(segment);
    listen(measured(0, 1, { val_loss: 0.21 }));
    expect(told).toEqual([]);
    listen(measured(0, 2, { val_loss: -1 }));
    expect(told).toHaveLength(1);
  });
  test('does not pause a sweep that reached it long ago and trains nothing', () => {
    const { told, listen } = reached({ target: 0.9 });
    listen(measured(0, 1, { val_accuracy: 0.99 }));
    listen(measured(1, 1, { val_accuracy: 0.99 }));
    expect(told).toEqual([]);
    listen(segment);
    expect(told).toEqual(['val_accuracy 0.9900 (trial 0, epoch 1) reaches the target 0.9']);
  });
});

test('limits are told before they are reached', () => {
  const limits = { until: untilTime('07:00'), for: duration('8h'), maxEpochs: 1, target: 0.5 };
  expect(limitsShown(limits, accuracy)).toBe(
    'pauses at 07:00 or after 8h or after 1 epoch or at val_accuracy 0.5',
  );
  expect(limitsShown({}, accuracy)).toBe('');
});

const settled = (trial: number, failure: string | null): SweepEvent => {
  const facts = {};
  return {
    kind: 'trial_settled',
    trial,
    fate:
      failure === null
        ? { state: 'completed' }
        : { state: 'failed', reason: { rule: 'failure', text: failure, facts }, detail: '' },
    epochs: 1,
    best: null,
  };
};

describe('failures in a row', () => {
  const never = new AbortController().signal;
  const failing = (after: number | null, failures: readonly (string | null)[]) => {
    const watch = giveUpWatch(after, never);
    failures.forEach((failure, trial) => {
      watch.listen(settled(trial, failure));
    });
    return watch.signal;
  };

  test('are none where a trial in between came to anything', () => {
    expect(failing(3, ['a', 'a', null, 'a', 'a']).aborted).toBe(false);
  });
  test('never matter where the definition says so', () => {
    expect(failing(null, Array(100).fill('a')).aborted).toBe(false);
  });
  test('end the sweep with the most common cause of those in the row', () => {
    const signal = failing(4, ['a', 'a', 'a', null, 'b', 'a', 'b', 'c']);
    expect(pauseReasonOf(signal)).toEqual({
      kind: 'failures',
      text: '4 trials failed in a row, 2 of them with: b',
      trial: 4,
    });
  });
  test('of one cause say so', () => {
    expect(pauseReasonOf(failing(1, ['it broke'])).text).toBe(
      '1 trial failed in a row, all with: it broke',
    );
  });
  test('a pause passes through, with its reason, also one that was asked for before', () => {
    const pause = new AbortController();
    const watch = giveUpWatch(1, pause.signal);
    pause.abort({ kind: 'asked', text: '07:00 is reached' });
    expect(pauseReasonOf(watch.signal).text).toBe('07:00 is reached');
    expect(giveUpWatch(1, pause.signal).signal.reason).toBe(pause.signal.reason);
    // The first reason stays.
    watch.listen(settled(0, 'a'));
    expect(pauseReasonOf(watch.signal).text).toBe('07:00 is reached');
  });
  test('a pause of another program is an interruption', () => {
    expect(pauseReasonOf(AbortSignal.abort()).text).toBe('interrupted');
    expect(pauseReasonOf(AbortSignal.abort('because')).text).toBe('interrupted');
  });
});
