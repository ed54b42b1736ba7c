// A sweep decided again under another choice is the sweep that would have been: a real one with that
// choice, in the same results, where curves are remembered, decides the same and comes to the same.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defineSweep, runSweep } from '../../src/cli/library.js';
import { replayedResult, winnerOf } from '../../src/cli/simulation/choice-result.js';
import { choicesOf } from '../../src/cli/simulation/choices.js';
import { replay } from '../../src/cli/simulation/replay.js';
import { simulateSweep } from '../../src/cli/simulation/simulate-sweep.js';
import { candidatesOf } from '../../src/cli/simulation/stored-trials.js';
import { definitionOf } from '../../src/cli/stored-sweep.js';
import { costsOf } from '../../src/cli/sweep-identity.js';
import { loadDataSets } from '../../src/data/load-data-set.js';
import { definitionUnder } from '../../src/definition/another-choice.js';
import type { SweepInput } from '../../src/definition/define-sweep.js';
import { writtenDefinition } from '../../src/definition/written-definition.js';
import type { DecisionRecord } from '../../src/store/read-decisions.js';
import { openReader, type Reader } from '../../src/store/reader.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import { Slip } from '../../src/vocabulary/errors.js';
import type { DecisionEvent } from '../../src/vocabulary/event.js';

const full: SweepInput = {
  name: 'moons',
  method: 'random',
  trials: 27,
  seed: 3,
  metric: { name: 'val_loss' },
  data: { generator: 'moons', samples: 200 },
  epochs: 9,
  parameters: {
    lr: { distribution: 'log_uniform_values', min: 0.001, max: 0.3 },
    batch_size: [16, 32],
    hidden: [[4], [8, 8]],
  },
};

const schedules: readonly (readonly [string, SweepInput['schedule']])[] = [
  ['full', { type: 'full' }],
  ['successive_halving', { type: 'successive_halving' }],
  [
    '{type: successive_halving, rule: scikit_learn}',
    { type: 'successive_halving', rule: 'scikit_learn' },
  ],
  ['hyperband', { type: 'hyperband' }],
  ['{type: asha, eta: 2}', { type: 'asha', eta: 2 }],
  ['{type: asha, form: stopping}', { type: 'asha', form: 'stopping' }],
];

const rules: readonly (readonly [readonly string[], SweepInput['stopping']])[] = [
  [['[]'], []],
  [['median'], [{ type: 'median' }]],
  [
    ['{type: patience, patience: 2}', '[{type: bandit, slack_factor: 0.5}, {diverged: 2}]'],
    [{ type: 'patience', patience: 2 }, { type: 'bandit', slack_factor: 0.5 }, { diverged: 2 }],
  ],
];

let results: string;
let reader: Reader;
beforeAll(async () => {
  results = mkdtempSync(join(tmpdir(), 'nightsweep-choice-'));
  await runSweep(defineSweep(full), { results, workers: 1 });
  reader = openReader(results);
});
afterAll(() => {
  reader.close();
  rmSync(results, { recursive: true, force: true });
});

describe('what was typed', () => {
  const under = (schedule: string | null, ...stopping: readonly string[]) =>
    definitionUnder(
      defineSweep(full),
      { schedule, stopping: stopping.length === 0 ? null : stopping, trials: 27 },
      networkSettings,
    );

  test.each([
    ['', [], '--schedule:1:1  expected a value, found nothing: write --schedule asha'],
    ['asah', [], '--schedule:1:1  expected one of'],
    ['[asha]', [], '--schedule:1:1  expected a map with `type`, found a list'],
    ['{type: asha', [], '--schedule:1:12  expected a closing mark'],
    ['{type: asha, eta: 1}', [], '--schedule:1:19  expected a whole number from 2 to 1000'],
    ['{type: asha, ets: 4}', [], '--schedule:1:14  expected a key of'],
    [
      '{type: asha, min_epochs: 27}',
      [],
      '--schedule:1:26  expected min_epochs of at most epochs (9)',
    ],
    ['{type: asha}\n---\nfull', [], '--schedule:2:1  expected one definition'],
    ['as\u202eha', [], '--schedule:1:3  expected text that can be seen'],
    [null, [''], '--stopping:1:1  expected a value, found nothing: write --stopping median'],
    [null, ['patience'], '--stopping:1:1  expected'],
    [null, ['median', '[median, {type: medain}]'], '--stopping:1:17  expected one of'],
    [null, ['diverged', 'diverged'], '--stopping:1:1  expected one rule `diverged`'],
  ])('%j with %j is refused with its place', (schedule, stopping, message) => {
    expect(() => under(schedule, ...stopping)).toThrow(Slip);
    expect(() => under(schedule, ...stopping)).toThrow(message);
  });

  test('every slip of it is told at once, in the order of the arguments', () => {
    const slips = () => under('{type: asha, eta: 1}', '{type: median, warmup: -1}', 'medain');
    expect(slips).toThrow(/--schedule:1:19[^\n]*\n--stopping:1:24[^\n]*\n--stopping:1:1 /);
  });

  test('a word is a type, and what is left out stays', () => {
    const own = defineSweep({ ...full, stopping: [{ type: 'patience', patience: 2 }] });
    const asha = { schedule: 'asha', stopping: null, trials: 27 };
    expect(definitionUnder(own, asha, networkSettings).definition).toEqual({
      ...own,
      schedule: { type: 'asha', eta: 3, minEpochs: 1 },
    });
  });

  test('what is odd about it is a warning; what is odd about the sweep was one before', () => {
    const own = defineSweep({ ...full, stopping: [{ type: 'patience', patience: 20 }] });
    const choice = { schedule: '{type: asha, min_epochs: 9}', stopping: null, trials: 27 };
    const { warnings } = definitionUnder(own, choice, networkSettings);
    expect(warnings.map(({ place }) => place)).toEqual(['--schedule:1:26']);
  });

  test('a metric that the sweep has not measured is refused', () => {
    const sweep = reader.findSweep('moons');
    const stopping = ['{type: patience, patience: 2, metric: {name: val_f1_macro}}'];
    const choose = () =>
      choicesOf(
        { schedules: [], stopping },
        defineSweep(full),
        candidatesOf(reader, sweep),
        reader.metricNames(sweep),
      );
    expect(choose).toThrow(/^--stopping {2}expected a metric that the sweep has measured/);
  });
});

describe('decided again', () => {
  const pairs = schedules.flatMap(([schedule, scheduleInput]) =>
    rules.map(
      ([stopping, stoppingInput]) =>
        ({
          schedule,
          stopping,
          input: { schedule: scheduleInput, stopping: stoppingInput },
        }) as const,
    ),
  );

  test.each(pairs)(
    '$schedule with $stopping is the real sweep',
    async ({ schedule, stopping, input }) => {
      const sweep = reader.findSweep('moons');
      const candidates = candidatesOf(reader, sweep);
      const winner = winnerOf(candidates)!;
      const names = reader.metricNames(sweep);
      const texts = { schedules: [schedule], stopping };
      const [choice] = choicesOf(texts, defineSweep(full), candidates, names).choices;
      const { definition, plan } = choice!;
      const data = await loadDataSets(definition.data, definition.folds);
      const decisions: DecisionRecord[] = [];
      const replayed = await replay({
        ...{ reader, candidates, definition, plan },
        cost: costsOf({ plan, data }),
        listen: (event) => event.kind === 'decision' && decisions.push(recordOf(event)),
      });
      const result = replayedResult(definition, replayed, candidates, winner);

      const name = `real-${schedules.findIndex(([one]) => one === schedule)}-${stopping.length}-${stopping[0]?.length}`;
      const real = await runSweep(defineSweep({ ...full, ...input, name } as SweepInput), {
        results,
        workers: 1,
      });
      const stored = reader.findSweep(name);
      const first = real.leaderboard[0]!;
      expect(decisions).toEqual(reader.decisions(stored));
      expect(result).toMatchObject({
        certainty: 'exact',
        unknown: [],
        epochs: stored.epochsTrained,
        stopped: stored.trials.stopped,
        best: { trial: first.trial, value: first.value, epoch: first.epoch },
      });
      const its = real.leaderboard.find(({ trial }) => trial === winner.trial);
      expect(result.keepsWinner).toBe(its?.value !== undefined && its.value! <= winner.value);
      expect(result.regret).toBe(first.value! - winner.value);
    },
  );

  test('of a sweep in which all was trained: nothing is better, and who keeps the winner regrets nothing', async () => {
    const sweep = reader.findSweep('moons');
    const candidates = candidatesOf(reader, sweep);
    const winner = winnerOf(candidates)!;
    const choice = fc.record({
      type: fc.constantFrom('successive_halving', 'asha', 'hyperband'),
      eta: fc.integer({ min: 2, max: 5 }),
      min_epochs: fc.integer({ min: 1, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(choice, async (schedule) => {
        const texts = { schedules: [JSON.stringify(schedule)], stopping: [] };
        const { choices } = choicesOf(texts, defineSweep(full), candidates, []);
        const { definition, plan } = choices[0]!;
        const replayed = await replay({ reader, candidates, definition, plan, cost: () => 1 });
        const result = replayedResult(definition, replayed, candidates, winner);
        expect(result.certainty).toBe('exact');
        expect(result.epochs).toBeLessThanOrEqual(sweep.epochsTrained);
        expect(result.regret).toBeGreaterThanOrEqual(0);
        if (result.keepsWinner) expect(result.regret).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  test('some choices keep the winner and some lose it, or nothing is shown by this', () => {
    const names = reader.sweeps().map(({ name }) => name);
    const stored = names.map((name) => reader.leaderboard(reader.findSweep(name))[0]!.trial);
    expect(new Set(stored).size).toBeGreaterThan(1);
  });
});

describe('the own choice', () => {
  const { trials: _trials, ...endless } = full;
  const sweeps: Readonly<Record<string, SweepInput>> = {
    grid: { ...endless, method: 'grid', parameters: { lr: [0.01, 0.03, 0.1], hidden: [[4], [8]] } },
    hyperband: { ...endless, method: 'hyperband' },
    'tpe-asha': { ...full, method: 'tpe', schedule: { type: 'asha' } },
    'sobol-median': { ...full, method: 'sobol', stopping: [{ type: 'median' }] },
    folded: { ...full, trials: 9, folds: 2, method: 'successive_halving' },
  };

  test.each(Object.keys(sweeps))('of %s, decided again, is what was', async (name) => {
    await runSweep(defineSweep({ ...sweeps[name]!, name }), { results, workers: 1 });
    const { schedule } = writtenDefinition(definitionOf(reader.findSweep(name)));
    const simulation = await simulateSweep({
      results,
      sweep: name,
      texts: { schedules: [JSON.stringify(schedule)], stopping: [] },
      onWarnings: (warnings) => expect(warnings).toEqual([]),
      finish: null,
    });
    const [own, again] = simulation.results;
    expect({ ...again, definition: null }).toEqual({ ...own, isOwn: false, definition: null });
    const isLearning = name.startsWith('tpe');
    expect(simulation.notes).toEqual(isLearning ? [expect.stringMatching(/^tpe learns: /)] : []);
  });

  test('under order: arrival is decided in logical order, which is said', async () => {
    const input: SweepInput = { ...full, name: 'arrival', order: 'arrival', trials: 3 };
    await runSweep(defineSweep(input), { results, workers: 1 });
    const { notes } = await simulateSweep({
      results,
      sweep: 'arrival',
      texts: { schedules: ['asha'], stopping: [] },
      onWarnings: () => {},
      finish: null,
    });
    expect(notes).toEqual([expect.stringMatching(/^order: arrival is nowhere on record/)]);
  });
});

function recordOf({ kind: _kind, reason, ...decision }: DecisionEvent): DecisionRecord {
  return {
    ...decision,
    rule: reason?.rule ?? null,
    reason: reason?.text ?? null,
    facts: reason === null ? null : JSON.stringify(reason.facts),
  };
}
