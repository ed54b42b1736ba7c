// Notices: addresses that are refused, what goes out, what happens where nobody takes it, and the bell.

import { afterEach, describe, expect, test } from 'vitest';
import { Slip } from '../../src/cli/library.js';
import { sweepNotices } from '../../src/cli/notice/notices.js';
import { type Webhook, webhook } from '../../src/cli/notice/webhook.js';
import { type HookServer, hookServer } from './hook-server.js';
import { keptTerminal, startedNine } from './started-sweep.js';

const patience = { timeout: 300, pause: 1 };
let server: HookServer;
afterEach(() => server?.close());

describe('an address', () => {
  test.each([
    ...['', 'example.com/hook', 'ftp://me:secret@example.com/', 'file:///etc/passwd'],
    ...['javascript:alert(1)', 'http://', 'https://me:secret@:80', '//example.com'],
  ])('%j is refused, and not repeated', (address) => {
    const refused = () => webhook(address);
    expect(refused).toThrow(Slip);
    expect(refused).toThrow(/expected an address of http or https behind --notify/);
    expect(refused).not.toThrow(/secret|passwd/);
  });
  test('is shown as scheme and host', () => {
    const { shown } = webhook('https://me:secret@hooks.example.com:8443/T0/B1/key?token=1#end');
    expect(shown).toBe('https://hooks.example.com:8443');
  });
});

describe('a notice', () => {
  test('is posted as JSON, with the password in its header', async () => {
    server = await hookServer(204);
    const hook = webhook(`http://me:p%40ss@${server.host}/a/key?token=1`, patience);
    expect(await hook.post({ sweep: 'a', value: 0.5 })).toBeNull();
    expect(server.received).toMatchObject([
      { method: 'POST', url: '/a/key?token=1', body: { sweep: 'a', value: 0.5 } },
    ]);
    const { headers } = server.received[0]!;
    expect(headers['content-type']).toBe('application/json');
    const [scheme, code] = (headers.authorization ?? '').split(' ');
    expect([scheme, Buffer.from(code ?? '', 'base64').toString()]).toEqual(['Basic', 'me:p@ss']);
  });
  test('that is not taken is posted once more', async () => {
    server = await hookServer(503, 200);
    expect(await webhook(`http://${server.host}`, patience).post({})).toBeNull();
    expect(server.received).toHaveLength(2);
  });
  test.each([
    [500, 'HTTP status 500'],
    [404, 'HTTP status 404'],
    [302, 'HTTP status 302'],
    [null, 'no answer within 0.3 s'],
  ])('that is answered with %j twice is given up', async (status, trouble) => {
    server = await hookServer(status);
    expect(await webhook(`http://me:secret@${server.host}/key`, patience).post({})).toBe(trouble);
    expect(server.received).toHaveLength(2);
  });
  test('to nobody says why, without the address', async () => {
    server = await hookServer(200);
    await server.close();
    const trouble = await webhook(`http://me:secret@${server.host}/key`, patience).post({});
    expect(trouble).toBe('no connection (ECONNREFUSED)');
  });
});

describe('who is told', () => {
  const recording = (answer: string | null) => {
    const posted: { readonly outcome: string; readonly reason: string | null }[] = [];
    const hook: Webhook = {
      shown: 'https://example.com',
      async post(notice) {
        posted.push(notice as (typeof posted)[number]);
        return answer;
      },
    };
    return { hook, posted };
  };
  const noticesTo = (hook: Webhook | null, columns: number | null = null) => {
    const terminal = keptTerminal(columns);
    const warnings: string[] = [];
    let now = 0;
    const notices = sweepNotices({
      hook,
      bell: terminal,
      results: '/nowhere',
      warn: ({ message }) => warnings.push(message),
      clock: () => now,
    });
    return { ...notices, terminal, warnings, pass: (time: number) => (now += time) };
  };

  test('is nobody, before a sweep has begun', async () => {
    const { hook, posted } = recording(null);
    const { end, settled, terminal } = noticesTo(hook, 80);
    end({ outcome: 'failed', reason: null });
    await settled();
    expect([posted, terminal.text()]).toEqual([[], '']);
  });
  test('hears of trouble once an hour, and of the end last', async () => {
    const { hook, posted } = recording(null);
    const { begin, trouble, end, settled, pass } = noticesTo(hook);
    begin(startedNine);
    trouble('the disk is full');
    pass(3_599_999);
    trouble('the disk is full');
    pass(1);
    trouble('the disk is full again');
    end({ outcome: 'paused', reason: '07:00 is reached' });
    await settled();
    expect(posted.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['trouble', 'the disk is full'],
      ['trouble', 'the disk is full again'],
      ['paused', '07:00 is reached'],
    ]);
    // Results cannot be read here: the notice goes out without them.
    expect(posted[2]).toMatchObject({
      sweep: '0123456789abcdef',
      name: 'nine',
      trials: null,
      epochs: null,
      best: null,
      seconds: 3600,
    });
  });
  test('a notice that did not arrive is one line of warning', async () => {
    const { begin, end, settled, warnings } = noticesTo(recording('HTTP status 500').hook);
    begin(startedNine);
    end({ outcome: 'finished', reason: null });
    await settled();
    expect(warnings).toEqual([
      'expected https://example.com to take the notice, found HTTP status 500: nobody was told there; the sweep is as it is',
    ]);
  });
  test('a terminal rings, a file does not', () => {
    for (const [columns, rung] of [
      [80, '\u0007'],
      [null, ''],
    ] as const) {
      const { begin, end, terminal } = noticesTo(null, columns);
      begin(startedNine);
      end({ outcome: 'finished', reason: null });
      expect(terminal.text()).toBe(rung);
    }
  });
});
