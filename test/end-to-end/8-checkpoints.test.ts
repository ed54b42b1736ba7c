// A long trial without rungs, killed in the middle: it goes on from a checkpoint, and ends with the same
// bits. The control is the same kill without checkpoints on the way, after which it begins again.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Workplace, workplace } from './nightsweep-command.js';

const long = `name: long
method: grid
metric: {name: val_loss}
data: {generator: spirals, samples: 6000}
model: {hidden: [48, 48]}
epochs: 40
parameters: {lr: {values: [0.01]}, optimizer: adam}
`;

interface Run {
  readonly outcome: string;
  readonly epochs: { readonly trained: number; readonly remembered: number };
}

let place: Workplace;
let whole: string;

const leaderboard = (results: string) =>
  place.run('export', '--format', 'json', '--results', results).stdout;

beforeAll(() => {
  place = workplace();
  place.write('long.yaml', long);
  expect(place.json<Run>('run', 'long.yaml', '--results', 'whole').epochs.trained).toBe(40);
  whole = leaderboard('whole');
});
afterAll(() => place.remove());

async function killedAndResumed(results: string, checkpointEvery: string): Promise<Run> {
  const every = ['--set', `checkpoint_every=${checkpointEvery}`, '--results', results];
  const running = place.start('run', 'long.yaml', ...every);
  await running.says(' 50 %');
  running.child.kill('SIGKILL');
  expect((await running.ended).signal).toBe('SIGKILL');
  return place.json<Run>('resume', '--results', results);
}

describe('a trial that is killed half way', () => {
  test('goes on from its newest checkpoint', async () => {
    const { outcome, epochs } = await killedAndResumed('often', '0');
    expect(outcome).toBe('finished');
    expect(epochs.remembered).toBeGreaterThan(0);
    expect(epochs.trained + epochs.remembered).toBe(40);
    expect(leaderboard('often')).toBe(whole);
  });

  test('begins again where it had saved nothing', async () => {
    const { outcome, epochs } = await killedAndResumed('seldom', '3600');
    expect(outcome).toBe('finished');
    expect(epochs).toMatchObject({ trained: 40, remembered: 0 });
    expect(leaderboard('seldom')).toBe(whole);
  });
});
