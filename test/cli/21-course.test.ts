// A sweep on a clock that nobody waits for: the epochs that the plan has, in no less time than the workers need
// for the work, and in no more than one worker would.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CourseOptions,
  courseSeconds,
  doneAfter,
  playCourse,
  randomValues,
  type Way,
} from '../../src/cli/plan/course.js';
import { fullScheduler } from '../../src/schedulers/full.js';
import { hyperbandScheduler } from '../../src/schedulers/hyperband.js';
import { rowsResourceScheduler } from '../../src/schedulers/rows-resource.js';
import { plannedEpochs, plannedTrials, type Scheduler } from '../../src/schedulers/scheduler.js';
import { successiveHalvingScheduler } from '../../src/schedulers/successive-halving.js';

const objective = { name: 'val_loss', goal: 'minimize' } as const;
const full = (trials: number, epochs: number) => fullScheduler({ trials, epochs });
const halving = (trials: number, epochs: number) =>
  successiveHalvingScheduler({ trials, epochs, minEpochs: 1, eta: 3, objective });
const hyperband = (trials: number, epochs: number) =>
  hyperbandScheduler({ trials, epochs, minEpochs: 1, eta: 3, objective });
const halvingOfRows = (trials: number, epochs: number) =>
  rowsResourceScheduler({ ladder: halving(trials, 90), epochs });

function options(scheduler: Scheduler, more: Partial<CourseOptions> = {}): CourseOptions {
  return {
    scheduler,
    trials: 1000,
    workers: 2,
    slots: Number.POSITIVE_INFINITY,
    replicates: 1,
    secondsOf: ({ from, to }) => to - from,
    objectiveAt: randomValues(1),
    ...more,
  };
}

describe('a course', () => {
  it('of no trials takes no time', () => {
    const course = playCourse(options(full(3, 2), { trials: 0 }));
    expect([course.isWhole, courseSeconds(course, 0)]).toEqual([true, 0]);
  });

  it('divides trials over workers: three of ten seconds on two take twenty', () => {
    expect(courseSeconds(playCourse(options(full(3, 10))), 30)).toBe(20);
  });

  it('waits at a rung, and has one trial for two workers in the end', () => {
    // Nine of one epoch, three of two more, one of six more.
    expect(courseSeconds(playCourse(options(halving(9, 9))), 21)).toBe(5 + 4 + 6);
  });

  it('keeps no more trials under way than there are slots, and all replicates of each', () => {
    const one = playCourse(options(full(4, 1), { workers: 8, slots: 1, replicates: 3 }));
    expect(courseSeconds(one, 12)).toBe(4);
    const all = playCourse(options(full(4, 1), { workers: 12, replicates: 3 }));
    expect(courseSeconds(all, 12)).toBe(1);
  });

  it('ends where the space has no more trials', () => {
    const course = playCourse(options(fullScheduler({ trials: null, epochs: 2 }), { trials: 5 }));
    expect(doneAfter(course, 1e9)).toEqual({ epochs: 10, trials: 5 });
  });

  it('that is cut short goes on at the same speed', () => {
    const course = playCourse(options(full(1000, 3), { most: 100 }));
    expect(course.isWhole).toBe(false);
    expect(courseSeconds(course, 3000)).toBe(1500);
    expect(doneAfter(course, 750)).toEqual({ epochs: 1500, trials: 500 });
  });

  it('knows what is done at any time', () => {
    const course = playCourse(options(full(4, 10)));
    expect(doneAfter(course, 9.9)).toEqual({ epochs: 0, trials: 0 });
    expect(doneAfter(course, 10)).toEqual({ epochs: 20, trials: 2 });
  });

  it.each([
    ['full', full],
    ['halving', halving],
    ['hyperband', hyperband],
    ['a halving of rows', halvingOfRows],
  ])('of %s trains what its plan says, within the bounds of its work', (_name, make) => {
    const counts = fc.integer({ min: 1, max: 60 });
    const workers = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(counts, workers, fc.integer({ min: 1, max: 3 }), fc.nat(), (n, k, r, seed) => {
        const scheduler = make(n, 9);
        const planned = plannedEpochs(scheduler.plan) * r;
        const trials = plannedTrials(scheduler.plan);
        let work = 0;
        const secondsOf = ({ candidate, from, to, rows = 1 }: Way) => {
          const seconds = (to - from) * (1 + (candidate % 5)) * rows;
          work += seconds;
          return seconds;
        };
        const course = playCourse(
          options(scheduler, {
            workers: k,
            replicates: r,
            secondsOf,
            objectiveAt: randomValues(seed),
          }),
        );
        expect(doneAfter(course, 1e9)).toEqual({ epochs: planned, trials });
        const seconds = courseSeconds(course, planned);
        expect(seconds).toBeGreaterThanOrEqual(work / k - 1e-9);
        expect(seconds).toBeLessThanOrEqual(work);
      }),
      { numRuns: 40 },
    );
  });
});
