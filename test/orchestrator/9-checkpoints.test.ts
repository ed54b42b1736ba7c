// States on the way of a long segment: what is told of them, and what they are worth after a crash.

import { describe, expect, it } from 'vitest';
import { scriptedExecutor } from '../../src/executor/scripted/scripted-executor.js';
import { orchestrate } from '../../src/orchestrator/orchestrate.js';
import type { StoppingRule } from '../../src/stoppers/stopper.js';
import type { SweepEvent } from '../../src/vocabulary/event.js';
import { proceed } from '../../src/vocabulary/verdict.js';
import { rememberingMemo } from './remembering-memo.js';
import * as scripted from './scripted-sweep.js';

const EPOCHS = 12;

/** One trial whose accuracy is best at epoch 5, with a state told after every third epoch. */
async function longTrial(setup: scripted.Setup & { readonly states?: readonly number[] }) {
  const { states = [3, 6, 9], ...rest } = setup;
  const events: SweepEvent[] = [];
  const played: number[] = [];
  const sweep = scripted.parts({ ...rest, scheduler: scripted.full(1, EPOCHS) }, events, []);
  const executor = scriptedExecutor({
    capacity: 1,
    shuffle: setup.shuffle ?? null,
    checkpoint: (_, epoch) => states.includes(epoch),
    curve(_, epoch) {
      played.push(epoch);
      return { val_accuracy: 1 - Math.abs(epoch - 5) / 20, train_loss: 1 / epoch };
    },
  });
  await orchestrate({ ...sweep, executor, budget: EPOCHS });
  return { events, played };
}

/** Gives every trial up at its second epoch. */
const atTwo: StoppingRule = {
  name: 'two',
  comparesTrials: false,
  watch: () => ({
    observe: ({ epoch }) =>
      epoch < 2
        ? proceed
        : { action: 'stop', reason: { rule: 'two', text: 'two are enough', facts: {} } },
  }),
};

function statesTold(events: readonly SweepEvent[]): (readonly [number, boolean])[] {
  return events.flatMap((event) =>
    event.kind === 'state' ? [[event.state.epoch, event.interim === true] as const] : [],
  );
}

describe('a state on the way', () => {
  it('is told as interim, the best one before the newer one; at the end the best and the last are kept', async () => {
    const { events } = await longTrial({});
    expect(statesTold(events)).toEqual([3, 5, 6, 9, 12].map((epoch) => [epoch, true]));
    const kept = events.flatMap((event) => (event.kind === 'state_kept' ? [event.epoch] : []));
    expect(kept).toEqual([5, 12]);
  });

  it('of epochs that nobody hears of, because a rule stopped the trial, is not told', async () => {
    const late: number[] = [];
    for (let shuffle = 0; shuffle < 10; shuffle++) {
      const { events, played } = await longTrial({ states: [1, 2, 3, 4], rules: [atTwo], shuffle });
      expect(statesTold(events).filter(([epoch]) => epoch > 2)).toEqual([]);
      late.push(...played.filter((epoch) => epoch > 2));
    }
    // The executor was ahead of the rule, and made such states.
    expect(late).toContain(4);
  });

  it('waits for a disk that is behind: no other is made until then', async () => {
    let caughtUp!: () => void;
    const late = new Promise<void>((resolve) => {
      caughtUp = resolve;
    });
    let isBehind = false;
    const { events } = await longTrial({
      states: [3, 6, 7, 8, 9],
      backlog: () => (isBehind ? late : null),
      listen(event) {
        isBehind ||= event.kind === 'state';
        if (event.kind === 'epoch' && event.epoch.epoch === EPOCHS) caughtUp();
      },
    });
    expect(statesTold(events)).toEqual([3, 5, 12].map((epoch) => [epoch, true]));
  });
});

describe('after a crash', () => {
  it('training goes on from the newest state on the way, wherever it was', async () => {
    const whole = await longTrial({});
    for (let survived = 0; survived < whole.events.length; survived++) {
      const known = whole.events.slice(0, survived);
      const resumed = await longTrial({ memo: rememberingMemo(known) });
      const states = statesTold(known).map(([epoch]) => epoch);
      const epochs = known.filter(({ kind }) => kind === 'epoch').length;
      // An epoch that was the best, and whose state is lost, has to be trained again.
      const from = states.includes(5) || epochs < 5 ? Math.max(0, ...states) : 3;
      expect([survived, resumed.played[0] ?? EPOCHS + 1]).toEqual([survived, from + 1]);
      expect(scripted.stories(resumed.events)).toEqual(scripted.stories(whole.events));
    }
  });
});
