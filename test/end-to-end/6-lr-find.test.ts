// The range finder of learning rates, as a person runs it.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Workplace, workplace } from './nightsweep-command.js';

interface Found {
  readonly config: Readonly<Record<string, unknown>>;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly steps: number;
  readonly diverged: boolean;
  readonly suggestion: {
    readonly steepest: number;
    readonly minimum: number;
    readonly tenth: number;
    readonly range: { readonly min: number; readonly max: number };
  };
  readonly curve: readonly { readonly lr: number; readonly loss: number }[];
}

let place: Workplace;
beforeAll(() => {
  place = workplace();
  const quickstart = readFileSync('sweeps/quickstart.yaml', 'utf8');
  place.write('quickstart.yaml', quickstart);
});
afterAll(() => place.remove());

describe('lr-find', () => {
  test('shows what stood for the search, the curve, and a range to write', () => {
    const { code, stdout, stderr } = place.run('lr-find', 'quickstart.yaml');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^quickstart {2}learning rates from 1e-7 to 10\n/);
    expect(stdout).toMatch(/^ {2}parameters {2}batch_size +16 +the first of 16, 32, 64$/m);
    expect(stdout).toMatch(/^ +dropout +0.15 +the middle of 0 … 0.3$/m);
    expect(stdout).not.toContain('momentum');
    expect(stdout).toMatch(/^ {2}loss +\d\.\d{4} ┤.*█/m);
    expect(stdout).toMatch(/^ +1e-7 +1e-6 +1e-5 +1e-4 +0.001 +0.01 +0.1$/m);
    expect(stdout).toMatch(/^ {2}steepest +0\.0\d+$/m);
    expect(stdout).toMatch(
      /^ {2}range +lr: \{ distribution: log_uniform_values, min: 0.\d+, max: 0.\d+ \}$/m,
    );
  });

  test('says the same again, and leaves nothing behind', () => {
    const first = place.run('lr-find', 'quickstart.yaml').stdout;
    expect(place.run('lr-find', 'quickstart.yaml').stdout).toBe(first);
    expect(existsSync(join(place.directory, 'results'))).toBe(false);
  });

  test('gives JSON with the whole curve, and a range in which learning rates train well', () => {
    const found = place.json<Found>('lr-find', 'quickstart.yaml', '--steps', '200');
    const { suggestion, curve, diverged } = found;
    expect(found.config).toEqual({
      batch_size: 16,
      hidden: [64],
      optimizer: 'adam',
      dropout: 0.15,
    });
    expect(Object.keys(found.configuration)).not.toContain('lr');
    expect([found.steps, diverged]).toEqual([200, true]);
    expect(curve[0]!.lr).toBe(1e-7);
    expect(suggestion.tenth).toBeCloseTo(suggestion.minimum / 10, 12);
    // 0.003 is the best of 1, 3, 10 … × 1e-4 here, trained to the end of six epochs.
    expect(suggestion.range.min).toBeLessThan(0.003);
    expect(suggestion.range.max).toBeGreaterThan(0.003);
  });

  test('hears of what the command line changes, and sets schedules aside', () => {
    const schedule = ['--set', 'parameters.lr_schedule.value=cosine'];
    const sgd = ['--set', 'parameters.optimizer.values=[sgd]', ...schedule];
    const found = place.json<Found>('lr-find', 'quickstart.yaml', ...sgd);
    expect(found.config).toMatchObject({ optimizer: 'sgd', momentum: 0.8 });
    expect(found.configuration.lr_schedule).toBe('constant');
    expect(found.suggestion.minimum).toBeGreaterThan(0.1);
  });

  test('says so where no learning rate made the loss fall', () => {
    const { code, stdout } = place.run(
      'lr-find',
      'quickstart.yaml',
      '--from',
      '100',
      '--to',
      '900',
    );
    expect(code).toBe(0);
    expect(stdout).toContain('range       none: the loss never fell');
  });
});
