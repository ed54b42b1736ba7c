// In which order clocks hand out what has ended.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivalClock } from '../../src/orchestrator/arrival-clock.js';
import { type Journey, workOf } from '../../src/orchestrator/clock.js';
import { logicalClock } from '../../src/orchestrator/logical-clock.js';

/** A journey that is advanced by hand. */
function journey(trial: number, length: number, cost = 1) {
  return { trial, length, cost, covered: 0, isStopped: false, hasNext: false, hasEnded: false };
}

function finish(mine: ReturnType<typeof journey>): void {
  mine.covered = mine.length;
  mine.hasEnded = true;
}

describe('the work of a journey', () => {
  it.each([
    ['not begun', { covered: 0 }, 10],
    ['on its way', { covered: 2 }, 30],
    ['at its last epoch, whose state is not there yet', { covered: 4 }, 40],
    ['stopped', { covered: 2, isStopped: true, hasEnded: true }, 20],
    ['failed in its third epoch', { covered: 2, hasEnded: true }, 30],
    ['at its end', { covered: 4, hasEnded: true }, 40],
  ])('is at least this where it is %s', (_, known, work) => {
    expect(workOf({ ...journey(0, 4, 10), ...known })).toBe(work);
  });
});

describe('the logical clock', () => {
  it('has so many slots', () => {
    const clock = logicalClock(2);
    const [a, b] = [journey(0, 1), journey(1, 1)];
    clock.begin(a);
    expect(clock.hasSlot()).toBe(true);
    clock.begin(b);
    expect(clock.hasSlot()).toBe(false);
    finish(a);
    clock.next();
    expect(clock.hasSlot()).toBe(true);
  });

  it('holds back what arrives early, until nothing can come before it', () => {
    const clock = logicalClock(2);
    const [long, short] = [journey(0, 9), journey(1, 3)];
    clock.begin(long);
    clock.begin(short);
    finish(short);
    expect(clock.next()).toBeNull();
    long.covered = 1;
    expect(clock.next()).toBeNull();
    long.covered = 2; // It may still end at 3, and would come first then: its number is smaller.
    expect(clock.next()).toBeNull();
    long.covered = 3;
    expect(clock.next()).toBe(short);
    expect(clock.now).toBe(3);
    expect(clock.next()).toBeNull();
    finish(long);
    expect(clock.next()).toBe(long);
    expect(clock.now).toBe(9);
  });

  it('lets what begins later end later by as much', () => {
    const clock = logicalClock(2);
    const [a, b] = [journey(0, 2), journey(1, 5)];
    clock.begin(a);
    clock.begin(b);
    finish(a);
    finish(b);
    expect(clock.next()).toBe(a);
    const c = journey(2, 2);
    clock.begin(c); // from 2 to 4
    finish(c);
    expect(clock.next()).toBe(c);
    expect(clock.next()).toBe(b);
  });

  it('counts work, not epochs', () => {
    const clock = logicalClock(2);
    const [dear, cheap] = [journey(0, 1, 10), journey(1, 3, 2)];
    clock.begin(dear);
    clock.begin(cheap);
    finish(dear);
    finish(cheap);
    expect(clock.next()).toBe(cheap);
  });

  it('hands out one order, in whatever order journeys get on', () => {
    const drawn = fc.record({
      slots: fc.integer({ min: 1, max: 6 }),
      journeys: fc.array(
        fc.record({
          length: fc.integer({ min: 1, max: 5 }),
          cost: fc.integer({ min: 1, max: 3 }),
          ending: fc.constantFrom('reached', 'stopped', 'failed'),
          at: fc.nat(4),
        }),
        { minLength: 1, maxLength: 25 },
      ),
      picks: fc.array(fc.nat(), { minLength: 1, maxLength: 50 }),
    });
    type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;
    const play = ({ slots, journeys }: Drawn, pick: (count: number) => number): string[] => {
      const clock = logicalClock(slots);
      const underway: { mine: ReturnType<typeof journey>; trial: number }[] = [];
      const order: string[] = [];
      let begun = 0;
      for (;;) {
        while (begun < journeys.length && clock.hasSlot()) {
          const mine = journey(begun, journeys[begun]!.length, journeys[begun]!.cost);
          clock.begin(mine);
          underway.push({ mine, trial: begun++ });
        }
        const ended = clock.next();
        if (ended !== null) {
          order.push(`${ended.trial}@${clock.now}`);
          continue;
        }
        const open = underway.filter(({ mine }) => !mine.hasEnded);
        if (open.length === 0) return order;
        const { mine, trial } = open[pick(open.length)]!;
        const { ending, at, length } = journeys[trial]!;
        const last = ending === 'reached' ? length : Math.min(at, length - 1);
        if (ending === 'failed' && mine.covered === last) mine.hasEnded = true;
        else if (mine.covered < last) mine.covered++;
        else if (ending === 'stopped') {
          mine.covered = last + 1;
          mine.isStopped = mine.hasEnded = true;
        } else mine.hasEnded = true;
      }
    };
    fc.assert(
      fc.property(drawn, (sweep) => {
        let turn = 0;
        const anyhow = play(sweep, (count) => sweep.picks[turn++ % sweep.picks.length]! % count);
        expect(anyhow).toEqual(play(sweep, () => 0));
        expect(anyhow).toHaveLength(sweep.journeys.length);
      }),
    );
  });
});

describe('the clock of arrivals', () => {
  it('hands out what has ended, and nothing else', () => {
    const clock = arrivalClock(() => true);
    const [a, b]: Journey[] = [journey(0, 9), journey(1, 3)];
    clock.begin(a!);
    clock.begin(b!);
    expect(clock.next()).toBeNull();
    finish(b as ReturnType<typeof journey>);
    expect(clock.next()).toBe(b);
    expect(clock.next()).toBeNull();
  });
});
