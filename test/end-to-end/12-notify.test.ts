// --notify with a real sweep and a real server: what arrives, and that nothing of it changes how the
// sweep ends. What is secret in the address is nowhere afterwards.

import { readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type HookServer, hookServer } from '../cli/hook-server.js';
import { halving, small, type Workplace, workplace } from './nightsweep-command.js';

let place: Workplace;
let server: HookServer;
beforeEach(() => {
  place = workplace();
  place.write('small.yaml', small);
  place.write('halving.yaml', halving);
});
afterEach(async () => {
  place.remove();
  await server?.close();
});

test('an address of another kind is a slip, and is not repeated', () => {
  const words = ['run', 'small.yaml', '--notify', 'ftp://me:secret@example.com/key'];
  const { code, stdout, stderr } = place.run(...words);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^expected an address of http or https behind --notify, found one of ftp/);
  expect(stderr).not.toMatch(/secret|key/);
});

test('the end of a sweep is posted', async () => {
  server = await hookServer(200);
  const hook = `http://me:secret@${server.host}/key`;
  const { code, stderr } = await place.start('run', 'small.yaml', '--notify', hook).ended;
  expect([code, stderr]).toEqual([0, '']);
  const best = place.json<{ trial: number; value: number; config: object }>('best');
  expect(server.received.map(({ method, body }) => [method, body])).toEqual([
    [
      'POST',
      {
        sweep: place.json<{ sweep: string }>('status').sweep,
        name: 'small',
        outcome: 'finished',
        reason: null,
        trials: { running: 0, paused: 0, completed: 2, stopped: 0, failed: 0 },
        epochs: { planned: 4, trained: 4 },
        best: { trial: best.trial, value: best.value, config: best.config },
        seconds: expect.any(Number),
        host: hostname(),
      },
    ],
  ]);
});

test('a pause is posted with its reason, and the exit code stays', async () => {
  server = await hookServer(200);
  const words = ['--max-epochs', '10', '--notify', `http://${server.host}`];
  const { code } = await place.start('run', 'halving.yaml', ...words).ended;
  expect(code).toBe(3);
  expect(server.received.map(({ body }) => body)).toMatchObject([
    { outcome: 'paused', reason: '10 epochs of this run are trained' },
  ]);
});

test('nobody who takes it is a warning, and what is secret is nowhere', async () => {
  server = await hookServer(500);
  const hook = `http://me:secret@${server.host}/hidden-key`;
  const ended = await place.start('run', 'small.yaml', '--notify', hook).ended;
  expect(ended.code).toBe(0);
  expect(ended.stderr).toBe(
    `warning --notify  expected http://${server.host} to take the notice, found HTTP status 500: nobody was told there; the sweep is as it is\n`,
  );
  expect(server.received).toHaveLength(2);
  const results = join(place.directory, 'results');
  const files = readdirSync(results, { recursive: true, withFileTypes: true });
  const texts = files
    .filter((file) => file.isFile())
    .map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'));
  expect(texts.length).toBeGreaterThan(1);
  const everything = [ended.stdout, ended.stderr, ...texts].join('\n');
  expect(everything).not.toMatch(/secret|hidden-key/);
});
