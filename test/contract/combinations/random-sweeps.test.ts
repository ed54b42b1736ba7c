// What any sweep promises, whatever it searches and whatever becomes of its trials: samplers, schedulers and rules
// of parts.ts over random spaces and random curves.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plannedEpochs } from '../../../src/schedulers/scheduler.js';
import type { SweepEvent } from '../../../src/vocabulary/event.js';
import { canonicalJson } from '../../../src/vocabulary/hash.js';
import { decisions, stories } from '../../orchestrator/scripted-sweep.js';
import { watchForIdleWorkers } from './idle-workers.js';
import { samplersOfLists } from './parts.js';
import { type Circumstances, playSweep } from './played-sweep.js';
import { type RandomSweep, randomSweeps, sweepOf } from './random-sweep.js';
import { standingsOf } from './standings.js';

const started = (events: readonly SweepEvent[]) =>
  events.flatMap((event) => (event.kind === 'trial_started' ? [event] : []));

const told = (events: readonly SweepEvent[]) => ({
  proposals: started(events).map(({ parameters }) => parameters),
  stories: stories(events),
  decisions: decisions(events),
});

/** What was decided, without the figures. */
const course = (events: readonly SweepEvent[]) =>
  decisions(events).map(({ trial, action, epoch }) => `${action} ${trial} at ${epoch}`);

const play = (drawn: RandomSweep, circumstances?: Circumstances) =>
  playSweep(sweepOf(drawn), circumstances);

/** A law of all sweeps. */
function every(numRuns: number, law: (drawn: RandomSweep) => Promise<void>) {
  return () => fc.assert(fc.asyncProperty(randomSweeps, law), { seed: 1, numRuns });
}

describe('any sweep of any space', () => {
  it(
    'tries what the space allows, and nothing twice',
    every(300, async (drawn) => {
      const { events } = await play(drawn);
      const proposals = started(events).map(({ parameters }) => parameters);
      const isGrid = samplersOfLists.has(drawn.method);
      for (const proposal of proposals) {
        expect(drawn.space.faultsOf(proposal, isGrid)).toEqual([]);
      }
      expect(new Set(proposals.map(canonicalJson)).size).toBe(proposals.length);
    }),
  );

  it(
    'loses no trial',
    every(300, async (drawn) => {
      const { sampler } = sweepOf(drawn);
      const { events, outcome } = await play(drawn);
      const fates = stories(events).map(({ fate }) => fate?.state);
      const count = (state: string) => fates.filter((fate) => fate === state).length;
      const [completed, stopped, failed] = ['completed', 'stopped', 'failed'].map(count);
      expect(outcome).toMatchObject({
        kind: 'finished',
        trials: { completed, stopped, failed, paused: 0 },
      });
      expect(completed! + stopped! + failed!).toBe(fates.length);
      expect(started(events).map(({ trial }) => trial)).toEqual(fates.map((_, trial) => trial));
      expect(fates.length).toBeLessThanOrEqual(drawn.trials);
      if (sampler.size !== null) expect(fates.length).toBe(Math.min(drawn.trials, sampler.size));
    }),
  );

  it(
    'trains no trial, and not all of them together, further than was planned',
    every(300, async (drawn) => {
      const sweep = sweepOf(drawn);
      const { events } = await playSweep(sweep);
      const lengths = stories(events).map(({ epochs }) => epochs.length);
      for (const length of lengths) expect(length).toBeLessThanOrEqual(drawn.epochs);
      const { plan, isPlanExact } = sweep.scheduler;
      const most = isPlanExact ? plannedEpochs(plan) : drawn.epochs * lengths.length;
      // Without those that are trained again for a state that was not kept.
      const trained = events.filter(({ kind }) => kind === 'epoch').length;
      expect(trained).toBeLessThanOrEqual(most);
    }),
  );

  it(
    'lets as many go on from a rung as it has places for, the best of the healthy and nobody else',
    every(300, async (drawn) => {
      const sweep = sweepOf(drawn);
      const { events } = await playSweep(sweep);
      for (const standing of standingsOf(drawn, sweep.scheduler, events)) {
        const { of, ahead, places, goesOn } = standing;
        expect(goesOn, `${of}: ${ahead} ahead, ${places} places`).toBe(ahead < places);
      }
    }),
  );

  it(
    'leaves no worker idle while there is work',
    every(150, async (drawn) => {
      for (const capacity of [1, 3, 8]) await watchForIdleWorkers(sweepOf(drawn), capacity);
    }),
  );

  it(
    'decides the same on one worker, two and eight',
    every(150, async (drawn) => {
      const { events } = await play(drawn, { capacity: 1 });
      const whole = told(events);
      for (const [capacity, shuffle] of [
        [2, 11],
        [8, 12],
      ] as const) {
        const other = await play(drawn, { capacity, shuffle });
        expect(told(other.events)).toEqual(whole);
      }
    }),
  );

  it('decides the same after a crash at any event', async () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(randomSweeps, share, async (drawn, at) => {
        const { events } = await play(drawn);
        const survived = events.slice(0, Math.floor(at * events.length));
        const again = await play(drawn, { survived, capacity: 3, shuffle: 5 });
        expect(told(again.events)).toEqual(told(events));
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it(
    'maximises as it minimises the negative',
    every(150, async (drawn) => {
      const least = await play(drawn);
      const greatest = await playSweep(sweepOf(drawn, 'maximize'));
      expect(course(greatest.events)).toEqual(course(least.events));
      const parameters = ({ events }: typeof least) => started(events).map((one) => one.parameters);
      expect(parameters(greatest)).toEqual(parameters(least));
    }),
  );
});
