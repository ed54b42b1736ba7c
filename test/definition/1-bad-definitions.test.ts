// The corpus of slips. Each file of bad/ begins with the complaints that it must give, `#!` an error
// and `#?` a warning, as line:column and the whole message, in order, and no others. They are named
// .yaml.txt and .json.txt so that no formatter mends them; JSON has no comments, so there the first
// lines are taken off before reading.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDefinition } from '../../src/definition/parse-definition.js';
import { networkSettings } from '../../src/trainables/network/settings.js';

const folder = new URL('bad/', import.meta.url);
const files = readdirSync(folder).sort();

const isComplaint = (line: string) => line.startsWith('#! ') || line.startsWith('#? ');

interface BadDefinition {
  readonly file: string;
  readonly text: string;
  readonly complaints: readonly string[];
}

function badDefinition(name: string): BadDefinition {
  const whole = readFileSync(new URL(name, folder), 'utf8');
  const lines = whole.split('\n');
  const first = lines.findIndex((line) => !isComplaint(line));
  const complaints = lines.slice(0, first);
  const file = name.slice(0, -'.txt'.length);
  const text = file.endsWith('.json') ? lines.slice(first).join('\n') : whole;
  return { file, text, complaints };
}

describe('the corpus of bad definitions', () => {
  it('has at least forty', () => {
    expect(files.length).toBeGreaterThanOrEqual(40);
  });

  it.each(files)('%s', (name) => {
    const { file, text, complaints } = badDefinition(name);
    const begin = performance.now();
    const parsed = parseDefinition({
      text,
      file,
      overrides: [],
      workingDirectory: '/anywhere',
      settings: networkSettings,
    });
    expect(performance.now() - begin).toBeLessThan(1000);
    const written = (mark: string) => (complaint: { place: string; message: string }) => {
      expect(complaint.place.startsWith(`${file}:`)).toBe(true);
      return `${mark} ${complaint.place.slice(file.length + 1)}  ${complaint.message}`;
    };
    expect([...parsed.errors.map(written('#!')), ...parsed.warnings.map(written('#?'))]).toEqual(
      complaints,
    );
    expect(parsed.errors.length).toBeGreaterThan(0);
    expect(parsed.definition).toBeNull();
  });
});
