// A sweep that another build of the core has begun: it is said, and a person chooses. Nothing of the two
// is mixed in silence, and verify sees that they differ.

import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defineSweep } from '../../src/cli/library.js';
import { runOrder } from '../../src/cli/sweep.js';
import { runVerification } from '../../src/cli/verification/verify-order.js';
import type { Kernels } from '../../src/core/kernels/kernels.js';
import type { SweepEvent } from '../../src/vocabulary/event.js';
import { type Workplace, workplace } from './nightsweep-command.js';
import { otherKernels } from './other-kernels.js';
import { withDatabase } from './stored-results.js';

const definition = defineSweep({
  name: 'moons',
  method: 'random',
  trials: 6,
  seed: 3,
  metric: { name: 'val_loss' },
  data: { generator: 'moons', samples: 200 },
  model: { hidden: [8] },
  epochs: 4,
  parameters: { lr: { min: 0.01, max: 0.1 } },
});
const moons = `name: moons
method: random
trials: 6
seed: 3
metric: {name: val_loss}
data: {generator: moons, samples: 200}
model: {hidden: [8]}
epochs: 4
parameters: {lr: {min: 0.01, max: 0.1}}
`;

interface Trial {
  readonly trial: number;
  readonly value: number;
  readonly state: string;
  readonly other_core: boolean;
}

let place: Workplace;
let kernels: Kernels;
const results = () => join(place.directory, 'results');
const begun = () => join(place.directory, 'begun');

/** Begun under the other core, and paused when three trials were completed. */
beforeAll(async () => {
  place = workplace();
  place.write('moons.yaml', moons);
  kernels = otherKernels();
  const pause = new AbortController();
  let completed = 0;
  const listen = (event: SweepEvent) => {
    if (event.kind === 'trial_settled' && event.fate.state === 'completed') completed++;
    if (completed === 3) pause.abort();
  };
  const order = { definition, workers: 1, kernels, results: begun() };
  const { outcome } = await runOrder({ ...order, pause: pause.signal, listen });
  expect(outcome.kind).toBe('paused');
  expect(place.run('run', 'moons.yaml', '--results', 'this-core').code).toBe(0);
});
afterAll(() => place.remove());
beforeEach(() => cpSync(begun(), results(), { recursive: true }));
afterEach(() => rmSync(results(), { recursive: true, force: true }));

const board = (directory: string) =>
  new Map(
    place.json<Trial[]>('top', '-n', '9', '--results', directory).map((row) => [row.trial, row]),
  );
const finishedIn = (directory: string) =>
  [...board(directory).values()].filter(({ state }) => state === 'completed');

describe('resume of a sweep of another core', () => {
  test('refuses both ways at once', () => {
    const { code, stderr } = place.run('resume', '--keep', '--retrain');
    expect([code, stderr]).toEqual([2, expect.stringContaining('either --retrain or --keep')]);
  });

  test('without a choice says so, names both ways, and leaves everything as it was', () => {
    const before = place.run('export', '--format', 'json').stdout;
    const { code, stderr } = place.run('resume', 'moons');
    expect(code).toBe(2);
    expect(stderr).toContain(kernels.build.slice(0, 12));
    expect(stderr).toContain('nightsweep resume moons --retrain');
    expect(stderr).toContain('nightsweep resume moons --keep');
    expect(place.run('export', '--format', 'json').stdout).toBe(before);
  });

  test('--retrain begins what `run` would begin, and leaves the old sweep in the record', () => {
    const { code, stdout } = place.run('resume', 'moons', '--retrain');
    expect(code).toBe(0);
    expect(stdout).toContain('another core trained moons: this begins it anew with this one');
    const exported = (directory: string) =>
      place.run('export', '--format', 'json', '--results', directory).stdout;
    expect(exported('results')).toBe(exported('this-core'));
    expect(place.json('ls')).toHaveLength(2);
  });

  test('--keep leaves finished trials as they are, and trains the others as this core trains them', () => {
    const kept = finishedIn('results');
    const [before] = place.json<{ sweep: string }[]>('ls');
    const { code, stdout } = place.run('resume', 'moons', '--keep');
    expect(code).toBe(0);
    expect(stdout).toContain(`${kept.length} finished trials of another core kept as they are`);
    const [after] = place.json<{ sweep: string; state: string }[]>('ls');
    expect(after).toMatchObject({ sweep: before!.sweep, state: 'completed' });
    const now = board('results');
    const here = board('this-core');
    expect(now.size).toBe(6);
    for (const [number, { value, other_core: isOther }] of now) {
      const old = kept.find(({ trial }) => trial === number);
      expect([value, isOther]).toEqual([old?.value ?? here.get(number)!.value, old !== undefined]);
      // The cores differ in every trial, or this would prove nothing.
      if (old !== undefined) expect(old.value).not.toBe(here.get(number)!.value);
    }
    expect(kept.length).toBeGreaterThanOrEqual(3);
  });

  test('--keep marks what it kept, in the table, in show and in the view', () => {
    place.run('resume', 'moons', '--keep');
    const { stdout } = place.run('top');
    const marked = stdout.split('\n').filter((line) => line.includes('completed †'));
    const kept = [...board('results').values()].filter(({ other_core: isOther }) => isOther);
    expect(marked).toHaveLength(kept.length);
    expect(stdout).toContain('†: trained by another core, whose bits are others, and kept');
    const shown = (trial: number) => place.run('show', `moons/${trial}`).stdout;
    expect(shown(kept[0]!.trial)).toContain(`† another one (${kernels.build.slice(0, 12)})`);
    const own = [...board('results').values()].find(({ other_core: isOther }) => !isOther);
    expect(shown(own!.trial)).not.toContain('†');
    const cores = withDatabase(results(), (database) =>
      database
        .prepare('SELECT core_build, count(*) AS trials FROM trials GROUP BY 1 ORDER BY 2 DESC')
        .all(),
    );
    expect(cores).toContainEqual({ core_build: kernels.build, trials: kept.length });
    expect(cores).toHaveLength(2);
  });

  test('asks again each time, and --keep again keeps it all', () => {
    place.run('resume', 'moons', '--keep');
    const whole = place.run('export', '--format', 'json').stdout;
    expect(place.run('resume', 'moons').code).toBe(2);
    const { code, stdout } = place.run('resume', 'moons', '--keep');
    expect([code, stdout]).toEqual([0, expect.stringContaining('already trained')]);
    expect(place.run('export', '--format', 'json').stdout).toBe(whole);
  });
});

test('resume of a sweep of this core needs no choice, and either one changes nothing', () => {
  const whole = place.run('export', '--format', 'json', '--results', 'this-core').stdout;
  for (const words of [[], ['--keep'], ['--retrain']]) {
    const { code, stdout } = place.run('resume', ...words, '--results', 'this-core');
    expect([code, stdout]).toEqual([0, expect.not.stringContaining('another core')]);
    expect(place.run('export', '--format', 'json', '--results', 'this-core').stdout).toBe(whole);
  }
});

describe('verify', () => {
  const verified = (using: Kernels | null, directory: string) =>
    runVerification({
      results: join(place.directory, directory),
      sweep: undefined,
      choice: { kind: 'all' },
      workers: 1,
      ...(using === null ? {} : { kernels: using }),
    });

  test('finds one changed constant in the core, and says that it is another one', async () => {
    const report = await verified(kernels, 'this-core');
    expect(report.otherCores).toHaveLength(1);
    expect(report.otherCores).not.toContain(kernels.build);
    const trials = report.differences
      .filter(({ kind }) => kind === 'metric')
      .map(({ trial }) => trial);
    expect(trials).toEqual([0, 1, 2, 3, 4, 5]);
    expect(report.differences.some(({ kind }) => kind === 'checkpoint')).toBe(true);
  });

  test('finds nothing with the core that trained', async () => {
    expect(await verified(null, 'this-core')).toMatchObject({ otherCores: [], differences: [] });
    expect(await verified(kernels, 'begun')).toMatchObject({ otherCores: [], differences: [] });
  });

  test('on the command line goes on with another core than the recorded one, and ends with 1', () => {
    const { code, stdout } = place.run('verify');
    expect(code).toBe(1);
    expect(stdout).toContain(`another core: trained by ${kernels.build.slice(0, 12)}, verified by`);
    expect(stdout).toMatch(/differs in \d trials/);
  });
});
