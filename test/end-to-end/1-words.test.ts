// The words of the command: help for each, and slips that leave everything as it was.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { small, type Workplace, workplace } from './nightsweep-command.js';

let place: Workplace;
beforeAll(() => {
  place = workplace();
  place.write('small.yaml', small);
});
afterAll(() => place.remove());

const commands = [
  'run',
  'check',
  'lr-find',
  'resume',
  'attach',
  'stop',
  'ls',
  'status',
  'best',
  'top',
  'show',
  'export',
];

test('--help lists every command', () => {
  const { code, stdout } = place.run('--help');
  expect(code).toBe(0);
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
});

test.each(commands)('%s --help says what it does and where results are', (command) => {
  const { code, stdout } = place.run(command, '--help');
  expect(code).toBe(0);
  expect(stdout).toContain(`Usage: nightsweep ${command}`);
  if (command !== 'lr-find') expect(stdout).toContain('--results <dir>');
  expect(stdout).toContain('--json');
});

test('--version prints that of the package', () => {
  expect(place.run('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe('a slip exits with 2, says what to do, and touches nothing:', () => {
  const slips: readonly [readonly string[], RegExp][] = [
    [['rum', 'small.yaml'], /Did you mean run\?/],
    [['run', 'small.yaml', '--wrokers', '2'], /Did you mean --workers\?/],
    [['run'], /missing required argument 'file'/],
    [['run', 'small.yaml', '--workers', '0'], /expected a whole number from 1 to 1024/],
    [['run', 'small.yaml', '--set', 'epochs'], /expected key=value/],
    [['run', 'none.yaml'], /^none.yaml {2}expected a sweep definition, found no such file/],
    [['run', 'small.yaml', '--set', 'epoch=3'], /--set epoch .*did you mean `epochs`/],
    [['run', 'small.yaml', '--set', 'parameters.lr.values=[0.01, -1]'], /found -1/],
    [
      ['check', 'small.yaml', '--set', 'model.hidden=[65536, 65536, 65536]'],
      /in a worker, found one of/,
    ],
    [['run', 'small.yaml', '--set', 'model.hidden=[65536, 65536, 65536]'], /take smaller layers/],
    [['lr-find'], /missing required argument 'file'/],
    [['lr-find', 'none.yaml'], /expected a sweep definition, found no such file/],
    [['lr-find', 'small.yaml', '--from', '0'], /expected a number above 0, and at most 1000/],
    [['lr-find', 'small.yaml', '--from', '1', '--to', '0.1'], /--from below --to, found 1 and 0.1/],
    [['lr-find', 'small.yaml', '--from', '10'], /--from below --to, found 10 and 10/],
    [['lr-find', 'small.yaml', '--steps', '2'], /expected a whole number from 10 to 100000/],
    [['best'], /expected results of sweeps in .*run a sweep first/],
    [['show', '17'], /write \/17 for one of the latest sweep/],
  ];
  test.each(slips)('%j', (words, message) => {
    const { code, stdout, stderr } = place.run(...words);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect([code, stdout]).toEqual([2, '']);
    expect(existsSync(join(place.directory, 'results'))).toBe(false);
  });
});

test('every slip of a file is told, each in a line with its place', () => {
  place.write('bad.yaml', small.replace('grid', 'gird').replace('epochs: 2', 'epochs: -2'));
  const { code, stderr } = place.run('run', 'bad.yaml');
  expect(code).toBe(2);
  const lines = stderr.trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^bad\.yaml:2:9 {2}expected .*did you mean `grid`\?/);
  expect(lines[1]).toMatch(/^bad\.yaml:6:9 {2}expected a whole number/);
});

test('what a hostile file says is shown and not obeyed', () => {
  place.write('hostile.yaml', `${small}"\\e]0;owned\\a": 1\n`);
  const { code, stderr } = place.run('run', 'hostile.yaml');
  expect(code).toBe(2);
  expect(stderr.trimEnd()).not.toMatch(/[^\n\P{Cc}]/u);
});

test('check says what would run, and runs nothing', () => {
  const { code, stdout, stderr } = place.run('check', 'small.yaml', '--no-estimate');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/search +grid, 2 configurations, seed 0/);
  expect(stdout).toMatch(/epochs +4 in all/);
  expect(stdout).toMatch(/160 train, 40 validation/);
  expect(place.json('check', 'small.yaml', '--no-estimate')).toMatchObject({
    name: 'small',
    configurations: 2,
    rungs: [{ configurations: 2, epochs: 2 }],
    epochs: 4,
    data: { rows: { train: 160, validation: 40, test: 0 }, features: 2, classes: 2 },
    warnings: [],
  });
  expect(existsSync(join(place.directory, 'results'))).toBe(false);
});
