// What `check` promises, in real processes, beside what a real sweep then does: counts are exact wherever the
// course is fixed, nothing is written, and what is known already is counted.

import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Workplace, workplace } from './nightsweep-command.js';
import { checkpoints } from './stored-results.js';

let place: Workplace;
beforeAll(() => {
  place = workplace();
  place.write('plan.yaml', plan);
});
afterAll(() => place.remove());

const plan = `name: plan
method: random
trials: 10
seed: 3
metric: {name: val_loss}
data: {generator: moons, samples: 120}
epochs: 9
parameters:
  lr: {distribution: log_uniform_values, min: 0.001, max: 0.1}
  hidden: {values: [[4], [8], [4, 4]]}
`;

interface Rung {
  readonly bracket?: number;
  readonly configurations: number;
  readonly epochs: number;
}

interface Plan {
  readonly configurations: number;
  readonly rungs: readonly Rung[];
  readonly epochs: number;
  readonly exact: boolean;
  readonly reuse: {
    readonly epochs: number | null;
    readonly exact: boolean;
    readonly trials: number;
  } | null;
  readonly disk: { readonly end: number; readonly most: number; readonly largest: number };
  readonly estimate: {
    readonly seconds: number;
    readonly from: number;
    readonly to: number;
    readonly endsAt: string;
    readonly atMost: boolean;
    readonly fits: {
      readonly epochs: number;
      readonly trials: number;
      readonly share: number;
    } | null;
  } | null;
  readonly warnings: readonly { readonly message: string }[];
}

interface Ran {
  readonly trials: { readonly completed: number; readonly stopped: number };
  readonly epochs: { readonly trained: number; readonly remembered: number };
}

const planOf = (...words: readonly string[]) =>
  place.json<Plan>('check', 'plan.yaml', '--no-estimate', ...words);

/** How many trials came to how many epochs. */
function reached(results: string): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  const { stdout } = place.run('export', '-f', 'json', '--results', results);
  for (const { epochs } of JSON.parse(stdout) as readonly { readonly epochs: number }[]) {
    counts.set(epochs, (counts.get(epochs) ?? 0) + 1);
  }
  return counts;
}

/** The same by the plan: those that go on from a rung are not counted there. */
function planned(rungs: readonly Rung[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  rungs.forEach(({ configurations, epochs, bracket }, i) => {
    const next = rungs[i + 1];
    const goOn = next !== undefined && next.bracket === bracket ? next.configurations : 0;
    if (configurations > goOn)
      counts.set(epochs, (counts.get(epochs) ?? 0) + configurations - goOn);
  });
  return counts;
}

const ascending = (counts: ReadonlyMap<number, number>) => [...counts].sort(([a], [b]) => a - b);

describe('a slip of check:', () => {
  test('what fits cannot be said without an estimate', () => {
    const { code, stderr } = place.run('check', 'plan.yaml', '--no-estimate', '--for', '8h');
    expect([code, stderr]).toEqual([
      2,
      'expected an estimate to say what fits with --for, found --no-estimate: leave one of them out\n',
    ]);
  });

  test('results that run would refuse', () => {
    mkdirSync(join(place.directory, 'broken'));
    place.write('broken/nightsweep.db', 'not a database');
    expect(place.run('check', 'plan.yaml', '--results', 'broken').code).toBe(2);
  });
});

const methods: readonly (readonly [string, readonly string[]])[] = [
  ['grid', ['method=grid', 'trials=9', 'parameters.lr={values: [0.001, 0.01, 0.1]}']],
  ['random', []],
  ['sobol', ['method=sobol', 'seeds=2']],
];
const schedules: readonly (readonly [string, readonly string[]])[] = [
  ['full', ['epochs=3']],
  ['halving', ['schedule={type: successive_halving, eta: 3}']],
  ['scikit-learn', ['schedule={type: successive_halving, rule: scikit_learn, eta: 2}']],
  ['hyperband', ['schedule={type: hyperband, eta: 3}']],
];
const courses = methods.flatMap(([method, first]) =>
  schedules.map(([schedule, then]) => {
    const changes = [...first, ...then].flatMap((change) => ['--set', change]);
    return [method, schedule, changes] as const;
  }),
);

test.each(courses)('%s × %s trains what check has said', (method, schedule, changes) => {
  const results = `${method}-${schedule}`;
  const said = planOf(...changes, '--results', results);
  expect(said).toMatchObject({ exact: true, reuse: null, estimate: null });
  expect(existsSync(join(place.directory, results))).toBe(false);
  const ran = place.json<Ran>('run', 'plan.yaml', ...changes, '--results', results);
  expect(ran.epochs).toMatchObject({ trained: said.epochs, remembered: 0 });
  expect(ran.trials.completed + ran.trials.stopped).toBe(said.configurations);
  expect(ascending(reached(results))).toEqual(ascending(planned(said.rungs)));
  const bytes = checkpoints(join(place.directory, results)).map((state) => state.bytes);
  const kept = bytes.reduce((sum, size) => sum + size, 0);
  expect(kept).toBeLessThanOrEqual(said.disk.end);
  // Every trial has one state at least, and the plan reckons with three at most.
  expect(kept).toBeGreaterThan(said.disk.end / 3.1);
  expect(Math.max(...bytes)).toBeLessThanOrEqual(said.disk.largest);
});

describe('results that are there', () => {
  test('are counted where all of a longer sweep is foreseen', () => {
    const words = ['--set', 'trials=14', '--set', 'epochs=3', '--results', 'random-full'];
    expect(planOf(...words).reuse).toEqual({ epochs: 30, exact: true, trials: 14 });
    const { stdout } = place.run('check', 'plan.yaml', '--no-estimate', ...words);
    expect(stdout).toMatch(/^ {2}known +30 of 42 epochs, which are not trained again$/m);
  });

  test('are the most that can be needed where rungs choose', () => {
    const words = ['--set', 'schedule={type: hyperband}', '--results', 'random-full'];
    const { reuse, epochs } = planOf(...words);
    expect(reuse).toMatchObject({ exact: false });
    expect(reuse!.epochs).toBeLessThan(epochs);
  });

  test('say nothing of what follows from results', () => {
    const words = ['--set', 'method=tpe', '--results', 'random-full'];
    expect(planOf(...words).reuse).toEqual({ epochs: null, exact: false, trials: 0 });
  });

  test('stay as they are', () => {
    const results = join(place.directory, 'random-full');
    const before = readdirSync(results).sort();
    place.run('check', 'plan.yaml', '--results', 'random-full');
    expect(readdirSync(results).sort()).toEqual(before);
  });

  test('warn of a range at whose edge their best trial lies', () => {
    const edges = (...changes: readonly string[]) =>
      planOf(
        ...changes.flatMap((change) => ['--set', change]),
        '--results',
        'random-full',
      ).warnings.map(({ message }) => message);
    expect(edges()).toEqual([]);
    const best = place.json<{
      readonly trial: number;
      readonly config: { readonly lr: number };
    }>('best', '--results', 'random-full');
    const { lr } = best.config;
    const narrow = (min: number, max: number) =>
      `parameters.lr={distribution: log_uniform_values, min: ${min}, max: ${max}}`;
    expect(edges(narrow(lr / 10, lr * 1.01))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^expected the best trial so far .*range of lr .*upper edge \\(plan/${best.trial}, val_loss [\\d.]+\\): raise its max$`,
        ),
      ),
    ]);
    expect(edges(narrow(lr * 2, lr * 9))[0]).toMatch(/lower edge .*: lower its min$/);
    expect(edges(narrow(lr / 2, lr * 9), 'data.samples=130')).toEqual([]);
  });
});

describe('the estimate', () => {
  test('says when a sweep would end, and what fits into less', () => {
    const words = ['check', 'plan.yaml', '--set', 'trials=100000', '--results', 'none'];
    const { estimate, epochs } = place.json<Plan>(...words, '--for', '10s');
    const { seconds, from, to, endsAt, fits } = estimate!;
    expect([from < seconds, seconds < to]).toEqual([true, true]);
    expect(Date.parse(endsAt)).toBeGreaterThan(Date.now());
    expect(fits!.share).toBeCloseTo(fits!.epochs / epochs, 3);
    expect(fits!.trials).toBeGreaterThan(0);
    expect(fits!.share).toBeLessThan(1);
    const { stdout } = place.run(...words, '--for', '10s');
    expect(stdout).toMatch(/^ {2}time +about .+ \(.+ to .+\), ends at .*\d\d:\d\d$/m);
    expect(stdout).toMatch(
      /^ {2}fits +(?:about \d+|less than 1) % in 10s: [\d,]+ of 900,000 epochs, [\d,]+ of 100,000 trials settled$/m,
    );
    expect(existsSync(join(place.directory, 'none'))).toBe(false);
  });

  test('is the most that it can take where rules may stop trials', () => {
    const words = ['--set', 'stopping=[{type: patience, patience: 2}]'];
    expect(place.json<Plan>('check', 'plan.yaml', ...words).estimate!.atMost).toBe(true);
    expect(place.run('check', 'plan.yaml', ...words).stdout).toMatch(
      /time +at most about .*ends by/,
    );
  });
});
