// What is shown while a sweep runs: a frame that fits its window, or lines for a log.

import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import { frameLines } from '../../src/cli/live-view/frame.js';
import { plainView } from '../../src/cli/live-view/plain-view.js';
import { progressBar } from '../../src/cli/live-view/progress-bar.js';
import { sweepSpeed } from '../../src/cli/live-view/speed.js';
import { sweepTally } from '../../src/cli/live-view/tally.js';
import { PAUSING_TEXT } from '../../src/cli/live-view/view.js';
import { textWidth } from '../../src/cli/terminal/text-width.js';
import type { SweepListener } from '../../src/vocabulary/event.js';
import { keptTerminal, replicates, startedNine } from './started-sweep.js';

const { definition, plan } = startedNine;
const noon = new Date(2026, 0, 31, 12, 0).getTime();

/** Nine trials to epoch 1, three of them to epoch 3, one to epoch 9; trial n is n hundredths better. */
function playSweep(listen: SweepListener, between = () => {}): void {
  const tellEpoch = (trial: number, number: number): void => {
    const metrics = { val_accuracy: 0.5 + trial / 100 + number / 1000 };
    const epoch = { epoch: number, metrics };
    listen({ kind: 'epoch', trial, training: '', epoch, source: 'trained' });
    listen({ kind: 'trial_epoch', trial, epoch, se: null });
  };
  const reason = { rule: 'successive_halving', text: 'ranks low', facts: {} };
  for (let trial = 0; trial < 9; trial++) {
    const parameters = { lr: trial / 100 };
    listen({ kind: 'trial_started', trial, replicates, parameters, configuration: {} });
    tellEpoch(trial, 1);
    listen({
      kind: 'trial_settled',
      trial,
      fate: { state: 'paused', reason },
      epochs: 1,
      best: null,
    });
    between();
  }
  const stop = (trial: number, epochs: number) =>
    listen({
      kind: 'trial_settled',
      trial,
      fate: { state: 'stopped', reason },
      epochs,
      best: null,
    });
  for (const trial of [0, 1, 2, 3, 4, 5]) stop(trial, 1);
  for (const trial of [6, 7, 8]) {
    for (const number of [2, 3]) tellEpoch(trial, number);
    between();
  }
  for (const trial of [6, 7]) stop(trial, 3);
  for (const number of [4, 5, 6, 7, 8, 9]) tellEpoch(8, number);
  listen({ kind: 'trial_settled', trial: 8, fate: { state: 'completed' }, epochs: 9, best: null });
}

function frame(columns: number, pausing: string | null = null): readonly string[] {
  const tally = sweepTally([definition.objective], plan.rungs);
  const speed = sweepSpeed();
  let now = 0;
  playSweep(tally.hear, () => {
    now += 1000;
    speed.note(now, tally.trained, tally.trials.stopped);
  });
  const { epochs, configurations } = plan;
  // As if three more configurations, and thirty epochs, were still to come.
  const more = { epochs: epochs + 30, configurations: configurations + 3, isPlanExact: true };
  const moment = { tally, speed, objective: definition.objective, ...more, pausing, now: noon };
  return frameLines(moment, columns, pc.createColors(false));
}

describe('a frame', () => {
  test('tells how far it is, and how far it has to go', () => {
    expect(frame(80)).toEqual([
      '',
      `  ${'━'.repeat(21)}${'─'.repeat(31)}   41 %   21 of 51 epochs`,
      '',
      '  trials  1 completed · 8 stopped · 3 to come',
      '  best    val_accuracy 0.5890  trial 8, epoch 9',
      '          lr 0.08',
      '  speed   1.27 epochs/s · 32.7 trials/min',
      '  end     about 12:00, in 24 s',
    ]);
  });
  test.each([20, 40, 60, 80, 140, 300])('fits %i columns', (columns) => {
    for (const line of frame(columns)) expect(textWidth(line)).toBeLessThan(columns);
  });
  test('keeps its height while the sweep pauses', () => {
    expect(frame(80, PAUSING_TEXT)).toHaveLength(frame(80).length);
    expect(frame(80, PAUSING_TEXT).at(-1)).toContain('Ctrl-C again stops at once');
  });
});

test('a bar is full at the end and not before', () => {
  expect(progressBar(0, 10)).toEqual({ filled: '', rest: '─'.repeat(10) });
  expect(progressBar(0.25, 10)).toEqual({ filled: '━━╸', rest: '─'.repeat(7) });
  expect(progressBar(0.999, 10).rest).toHaveLength(0);
  expect(progressBar(0.999, 10).filled).toBe(`${'━'.repeat(9)}╸`);
  expect(progressBar(1, 10)).toEqual({ filled: '━'.repeat(10), rest: '' });
});

describe('a log', () => {
  const log = () => {
    const terminal = keptTerminal(null);
    let now = 0;
    const view = plainView(terminal, () => now);
    view.begin(startedNine);
    playSweep(view.listen, () => {
      now += 1000;
    });
    view.end();
    return terminal.text().trimEnd().split('\n');
  };
  test('begins with what is run', () => {
    expect(log().slice(0, 3)).toEqual([
      'nine  0123456789abcdef · seed 7 · 2 workers',
      'random × successive halving · 9 configurations · 21 epochs',
      'moons (generated): 80 train, 20 validation · 1 feature → 2 classes',
    ]);
  });
  test('has a line for each tenth and each rung, however many epochs there are', () => {
    const lines = log().slice(3);
    expect(lines.filter((line) => line.startsWith('rung'))).toEqual([
      'rung 1 of 3 (epoch 1) is complete: 6 trials stopped so far, the best go on to epoch 3',
      'rung 2 of 3 (epoch 3) is complete: 8 trials stopped so far, the best go on to epoch 9',
    ]);
    expect(lines.filter((line) => / %/.test(line))).toHaveLength(10);
    expect(lines[0]).toBe(
      ' 14 %  3 of 21 epochs, val_accuracy 0.5210 (trial 2, epoch 1: lr 0.02), 1.50 epochs/s',
    );
    expect(lines.at(-1)).toMatch(/^100 % {2}21 of 21 epochs/);
  });
  test('has no control characters, and is the same for the same sweep', () => {
    expect(log().join('')).not.toMatch(/\p{Cc}/u);
    expect(log()).toEqual(log());
  });
});
