// W&B sweep files run as they are: each of those that the reading is tested with, by the command, on data that
// the command line names; and those that cannot run are refused with a line for every slip.

import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { workplace } from './nightsweep-command.js';

const files = resolve('test/definition/wandb');
const refused = resolve('test/definition/wandb-refused');

const place = workplace();
afterAll(() => place.remove());

/** A sweep of W&B names no data, and some of these no end. */
function options(file: string): readonly string[] {
  const text = readFileSync(`${files}/${file}`, 'utf8');
  const small = { trials: /run_cap|method: grid/, epochs: /epochs|max_iter/ };
  return [
    ...(/^data:/m.test(text) ? [] : ['data.generator=moons', 'data.samples=80']),
    ...Object.entries(small).flatMap(([key, said]) => (said.test(text) ? [] : [`${key}=3`])),
  ].flatMap((change) => ['--set', change]);
}

interface Ran {
  readonly outcome: string;
  readonly trials: Readonly<Record<string, number>>;
  readonly epochs: { readonly trained: number; readonly remembered: number };
  readonly best: { readonly value: number; readonly config: object };
}

describe('nightsweep run', () => {
  it.each(readdirSync(files))('%s trains all of its trials', (file) => {
    const words = ['run', `${files}/${file}`, ...options(file), '--results', file];
    const ran = place.json<Ran>(...words, '--workers', '1');
    expect(ran.outcome).toBe('finished');
    const { completed = 0, stopped = 0, failed, paused } = ran.trials;
    expect(completed + stopped).toBeGreaterThanOrEqual(3);
    expect([failed, paused]).toEqual([0, 0]);
    expect(ran.epochs.trained).toBeGreaterThanOrEqual(completed);
    expect(Number.isFinite(ran.best.value)).toBe(true);
  });

  it.each(readdirSync(refused))('%s is refused, one line for every slip', (file) => {
    const words = ['run', `${refused}/${file}`, '--set', 'data.generator=moons'];
    const { code, stderr } = place.run(...words);
    expect(code).toBe(2);
    const slips = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('warning '));
    expect(slips.length).toBeGreaterThan(0);
    for (const slip of slips) expect(slip).toMatch(/\.yaml:\d+:\d+ {2}expected .*, found .*: /);
  });
});
