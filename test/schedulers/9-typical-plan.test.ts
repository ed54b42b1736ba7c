// What is planned of a schedule that decides by what has arrived so far, against what comes of it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ashaScheduler } from '../../src/schedulers/asha.js';
import { ashaStoppingScheduler } from '../../src/schedulers/asha-stopping.js';
import { plannedEpochs, type Scheduler } from '../../src/schedulers/scheduler.js';
import { PhiloxStream } from '../../src/vocabulary/philox.js';

const objective = { name: 'val_loss', goal: 'minimize' } as const;
const forms = { promotion: ashaScheduler, stopping: ashaStoppingScheduler };

/** Epochs of one sweep in which some trials are better than others at every rung, and the same work. */
function epochsOf(scheduler: Scheduler, slots: number, seed: number): number {
  const random = new PhiloxStream(seed, 0x5c23);
  const values: number[] = [];
  const underway: { trial: number; to: number; end: number }[] = [];
  let [epochs, now] = [0, 0];
  for (let step = scheduler.next(); step.kind !== 'done'; step = scheduler.next()) {
    if (step.kind !== 'wait') {
      const length = step.to - (step.kind === 'start' ? 0 : step.from);
      epochs += length;
      underway.push({ ...step, end: now + length });
      if (underway.length < slots) continue;
    }
    underway.sort((a, b) => a.end - b.end || a.trial - b.trial);
    const { trial, to, end } = underway.shift()!;
    now = end;
    values[trial] ??= random.uniform();
    scheduler.report({ trial, outcome: 'reached', epoch: to, value: values[trial]! });
  }
  return epochs;
}

describe.each(Object.entries(forms))('the plan of ASHA, %s form,', (_, make) => {
  it.each([
    [81, 27, 3],
    [27, 27, 3],
    [16, 16, 2],
  ])('is near what usually comes of %i trials to %i epochs by %i', (trials, epochs, eta) => {
    const ladder = { trials, minEpochs: 1, epochs, eta, objective };
    for (const slots of [4, 16]) {
      const runs = Array.from({ length: 200 }, (_, seed) =>
        epochsOf(make(ladder), slots, seed + 1),
      );
      const mean = runs.reduce((sum, run) => sum + run, 0) / runs.length;
      expect(Math.abs(plannedEpochs(make(ladder).plan) / mean - 1), `${mean}`).toBeLessThan(0.15);
    }
  });

  it('has no rung larger than the one before, and the same numbers of the same ladder', () => {
    const whole = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(whole, whole, fc.integer({ min: 2, max: 5 }), (trials, epochs, eta) => {
        const ladder = { trials, minEpochs: 1, epochs, eta, objective };
        const sizes = make(ladder).plan.map(({ configurations }) => configurations);
        expect(sizes[0]).toBe(trials);
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
        expect(make(ladder).plan).toEqual(make(ladder).plan);
      }),
      { numRuns: 30 },
    );
  });

  it('of a billion trials is that of a thousand, so many times, and of nobody knows how many too', () => {
    const ladder = { minEpochs: 1, epochs: 9, eta: 3, objective };
    const [thousand, billion] = [1e3, 1e9].map((trials) => make({ ...ladder, trials }).plan);
    billion!.forEach(({ configurations }, rung) => {
      expect(configurations / thousand![rung]!.configurations / 1e6).toBeCloseTo(1, 1);
    });
    const unknown = make({ ...ladder, trials: null }).plan;
    expect(unknown.map(({ configurations }) => configurations)).toEqual([
      Infinity,
      Infinity,
      Infinity,
    ]);
  });
});
