import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDefinition } from '../../src/definition/parse-definition.js';
import { readDefinition } from '../../src/definition/read-definition.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import { Slip } from '../../src/vocabulary/errors.js';
import { lines, parsed, textWith } from './definition-of.js';

const MEBIBYTE = 1_048_576;

/** Texts of about 1 MiB that take a trusting reader seconds, its stack, or its memory. */
const hostile: Readonly<Record<string, string>> = {
  'open lists': '['.repeat(MEBIBYTE),
  'open maps': '{a: '.repeat(MEBIBYTE / 4),
  'lists in lists': '- '.repeat(MEBIBYTE / 2),
  'keys in keys': '? '.repeat(MEBIBYTE / 2),
  'closing brackets': '}'.repeat(50_000),
  'many keys': Array.from({ length: 80_000 }, (_, i) => `k${i}: 1`).join('\n'),
  'many JSON keys': `{${Array.from({ length: 45_000 }, (_, i) => `"k${i}":1`).join(',')}}`,
  'many values': `a: [${'1,'.repeat(MEBIBYTE / 2 - 10)}]`,
  'many JSON values': `[${'1,\n'.repeat(MEBIBYTE / 3 - 10)}1]`,
  'many anchors': `a: ${'&a '.repeat(MEBIBYTE / 3 - 10)}`,
  'many tags': `a: ${'!t '.repeat(15_000)}`,
  'many documents': '---\n'.repeat(MEBIBYTE / 4),
  'many lines': '\n'.repeat(MEBIBYTE),
  'a long key': `${'x'.repeat(MEBIBYTE - 10)}: 1`,
  'a long number': `epochs: ${'1'.repeat(MEBIBYTE - 10)}`,
  'a long number with underscores': `epochs: ${'1_'.repeat(MEBIBYTE / 2 - 10)}`,
  'an open quote': `{"name": "${'a'.repeat(MEBIBYTE - 20)}`,
};

const cases = Object.keys(hostile).flatMap((name) =>
  (['yaml', 'json'] as const).map((format) => ({ name, format })),
);

describe('a hostile definition', () => {
  it.each(cases)('of $name is refused without much work, as $format', ({ name, format }) => {
    const begin = process.cpuUsage();
    const { definition, errors } = parseDefinition({
      text: hostile[name]!,
      file: 'a',
      format,
      overrides: [],
      workingDirectory: '/',
      settings: networkSettings,
    });
    // A second of the processor, not of the clock: other work on the machine does not count.
    expect(process.cpuUsage(begin).user).toBeLessThan(1e6);
    expect(definition).toBeNull();
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThanOrEqual(100);
    for (const { message } of errors) expect(message.length).toBeLessThan(500);
  });

  it('of more than 1 MiB is refused by its size', () => {
    const { errors } = parsed(`${textWith({})}#${'x'.repeat(MEBIBYTE)}`);
    expect(lines(errors)[0]).toMatch(
      /^1:1 {2}expected a definition of at most 1 MiB, found 1048\d+/,
    );
  });

  it('cannot put terminal commands into a message', () => {
    const { errors } = parsed('"a\\e]0;owned\\a": 1\nmethod: "\\e[31m"\n');
    expect(errors.map(({ message }) => message).join('')).not.toContain('\u001b');
  });

  it('does not reach the prototype of objects', () => {
    parsed('__proto__: {polluted: 1}\nparameters: {constructor: {prototype: {polluted: 1}}}\n');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('that is empty says what a definition begins with', () => {
    for (const text of ['', '\ufeff', '\n\n']) {
      expect(lines(parsed(text).errors)[0]).toMatch(
        /found nothing: begin with method: random, or copy one of the examples$/,
      );
    }
  });
});

describe('a file that is no definition', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nightsweep-definition-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function slip(file: string): string {
    try {
      readDefinition(file, { overrides: [], workingDirectory: folder, settings: networkSettings });
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(Slip);
      return (thrown as Slip).message;
    }
    return 'no slip';
  }

  it('is not there', () => {
    expect(slip('none.yaml')).toBe(
      'none.yaml  expected a sweep definition, found no such file: check the path',
    );
  });

  it('is a folder', () => {
    expect(slip('.')).toContain('found no ordinary file: name the file itself');
  });

  it('is too large to be read at all', () => {
    writeFileSync(join(folder, 'large.yaml'), '');
    truncateSync(join(folder, 'large.yaml'), 2 ** 40);
    expect(slip('large.yaml')).toContain('at most 1 MiB, found 1099511627776 bytes');
  });

  it('is not text', () => {
    writeFileSync(join(folder, 'bytes.yaml'), Buffer.from([0x61, 0xff, 0xfe, 0x62]));
    expect(slip('bytes.yaml')).toContain('expected text in UTF-8, found other bytes');
  });
});
