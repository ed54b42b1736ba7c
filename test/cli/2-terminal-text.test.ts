// What may be printed, how wide it is, and how it is cut.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printable } from '../../src/cli/terminal/printable.js';
import {
  clockText,
  countText,
  durationText,
  plural,
  rateText,
} from '../../src/cli/terminal/quantities.js';
import { lineText } from '../../src/cli/terminal/styled-line.js';
import { fitted, padded, textWidth } from '../../src/cli/terminal/text-width.js';
import { assignmentShown, metricShown, shortValue } from '../../src/cli/terminal/value-shown.js';
import { bytesText } from '../../src/vocabulary/bytes-text.js';

describe('printable text', () => {
  test.each([
    ['\u001b[31mred', '\\u{1b}[31mred'],
    ['a\nb\r\tc', 'a\\nb\\r\\tc'],
    ['\u202egnirts', '\\u{202e}gnirts'],
    ['\u009b2J', '\\u{9b}2J'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
    ['größe 数 🎲', 'größe 数 🎲'],
  ])('%j', (text, shown) => expect(printable(text)).toBe(shown));

  test('has no character that a terminal would obey', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

describe('width', () => {
  test('wide characters take two columns, marks none', () => {
    expect(['abc', '数字', 'e\u0301', '🎲'].map(textWidth)).toEqual([3, 4, 1, 2]);
  });
  test('a text is cut with an ellipsis, and only where it must be', () => {
    expect(fitted('optimizer', 9)).toBe('optimizer');
    expect(fitted('optimizer', 8)).toBe('optimiz…');
    expect(fitted('数字数字', 5)).toBe('数字…');
    expect(fitted('optimizer', 0)).toBe('');
  });
  test('a cut text never exceeds its columns', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(30), (text, columns) => {
        expect(textWidth(fitted(text, columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });
  test('padding goes to either side', () => {
    expect(padded('数', 4)).toBe('数  ');
    expect(padded('7', 3, 'right')).toBe('  7');
    expect(padded('longer', 3)).toBe('longer');
  });
  test('a coloured line is cut by what is seen, and every colour is closed', () => {
    const red = (text: string) => `<${text}>`;
    const line = [{ text: 'best', style: red }, '  ', { text: 'val_accuracy', style: red }];
    expect(lineText(line, null)).toBe('<best>  <val_accuracy>');
    expect(lineText(line, 10)).toBe('<best>  <val…>');
    expect(lineText(line, 6)).toBe('<best>  <>');
  });
});

describe('quantities', () => {
  test('counts', () => {
    expect([0, 999, 1000, 1234567].map(countText)).toEqual(['0', '999', '1,000', '1,234,567']);
    expect([plural(1, 'trial'), plural(2, 'trial'), plural(3, 'class', 'es')]).toEqual([
      '1 trial',
      '2 trials',
      '3 classes',
    ]);
  });
  test('times', () => {
    const texts = [0, 840, 9949, 9950, 59_400, 59_600, 187_000, 7_500_000, 273_600_000];
    expect(texts.map(durationText)).toEqual([
      ...['0.0 s', '0.8 s', '9.9 s', '10 s', '59 s', '1 min 00 s', '3 min 07 s'],
      ...['2 h 05 min', '3 d 04 h'],
    ]);
  });
  test('the time of day has its weekday where that is another', () => {
    const evening = new Date(2026, 10, 23, 23, 14).getTime();
    expect(clockText(evening, evening)).toBe('23:14');
    expect(clockText(evening + 8 * 3_600_000, evening)).toBe('Tue 07:14');
  });
  test('speeds and sizes', () => {
    expect([1204.4, 12.44, 0.314].map(rateText)).toEqual(['1,204', '12.4', '0.31']);
    expect([512, 278_528, 3_250_586, 2_147_483_648].map(bytesText)).toEqual([
      ...['512 bytes', '272 KiB', '3.1 MiB', '2.0 GiB'],
    ]);
  });
});

describe('values', () => {
  test('metrics align, and say what they are', () => {
    expect([0.5, 12, 0, 1e-5, 123456, Number.NaN, -Infinity, null].map(metricShown)).toEqual([
      ...['0.5000', '12.0000', '0.0000', '1.000e-5', '1.235e+5', 'NaN', '-Infinity', '–'],
    ]);
  });
  test('a configuration is one line', () => {
    const assignment = {
      lr: 0.0012345678,
      hidden: [64, 32],
      optimizer: 'a\u001bdam',
      nesterov: true,
    };
    expect(assignmentShown(assignment)).toBe(
      'lr 0.00123457 · hidden [64,32] · optimizer a\\u{1b}dam · nesterov true',
    );
    expect(assignmentShown({ lr: 0.0012345678, n: 123456789 }, shortValue)).toBe(
      'lr 0.001235 · n 123456789',
    );
  });
});
