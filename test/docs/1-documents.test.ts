// What the documents say is true of the program: definitions parse, words of the command line exist,
// keys and columns are complete, links lead somewhere.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as library from '../../src/cli/library.js';
import { parsed } from '../definition/definition-of.js';
import { blocks, documents, headings, inlineCode, read, root, section } from './documents.js';

const pages = documents.map((document) => [document, read(document)] as const);

const isOfWandb = (text: string) => /^program:/m.test(text);

describe('a definition in a document', () => {
  const definitions = pages.flatMap(([document, text]) =>
    blocks(text)
      .filter(({ language, text: body }) => language === 'yaml' || /^parameters:/m.test(body))
      .map(({ text: body }, i) => [`${document} ${i + 1}`, body] as const),
  );

  it('is there to be tested', () => {
    const names = definitions.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(['README.md 1', 'docs/guide.md 1']));
  });

  it.each(definitions)('%s has no slip and no warning', (_, text) => {
    if (isOfWandb(text)) return;
    const { errors, warnings } = parsed(text);
    expect([...errors, ...warnings]).toEqual([]);
  });

  it('that is a W&B sweep has no slip on any data, and its page shows what it is told', () => {
    const ofWandb = definitions.filter(([, text]) => isOfWandb(text));
    expect(ofWandb.map(([name]) => name)).toEqual(['docs/guide.md 2']);
    for (const [name, text] of ofWandb) {
      const { errors, warnings } = parsed(text, [{ key: 'data.generator', value: 'glyphs' }]);
      expect(errors).toEqual([]);
      const page = read(name.split(' ')[0]!);
      for (const { place, message } of warnings) {
        const where = place.replace('sweeps/a.yaml', 'sweep.yaml');
        expect(page).toContain(`\nwarning ${where}  ${message}\n`);
      }
    }
  });
});

describe('docs/definition.md', () => {
  const text = read('docs/definition.md');
  const lines = (changes: readonly string[]) =>
    [
      'method: random',
      'trials: 9',
      'metric: {name: val_accuracy}',
      'data: {generator: moons}',
      'epochs: 9',
      ...changes,
    ].join('\n');

  const forms = inlineCode(section(text, 'parameters'))
    .filter((code) => /^\w+: .+/.test(code) && !code.includes('…'))
    .map((code) => [code] as const);
  it('shows forms of parameters', () => expect(forms.length).toBeGreaterThanOrEqual(6));
  it.each(forms)('is right that a parameter may be %s', (form) => {
    const searched = form.startsWith('lr') ? 'dropout: [0, 0.1]' : 'lr: [0.1, 0.2]';
    const both = `parameters:\n  ${searched}\n  ${form}`;
    expect(parsed(lines([both])).errors).toEqual([]);
  });

  const entries = ['schedule', 'stopping'].flatMap((key) =>
    inlineCode(section(text, key))
      .filter((code) => code.startsWith('{'))
      .map((code) => [key, code] as const),
  );
  it('shows schedules and rules', () => expect(entries.length).toBeGreaterThanOrEqual(5));
  it.each(entries)('is right that %s may be %s', (key, code) => {
    const value = key === 'stopping' ? `[${code}]` : code;
    const searched = 'parameters: {lr: [0.1, 0.2]}';
    expect(parsed(lines([`${key}: ${value}`, searched])).errors).toEqual([]);
  });
});

describe('a program in a document', () => {
  const imports = pages.flatMap(([document, text]) =>
    [...text.matchAll(/import \{ ([^}]+) \} from 'nightsweep'/g)].map(
      ([, names = '']) => [document, names.split(/,\s*/)] as const,
    ),
  );
  it('is there to be tested', () => expect(imports.length).toBeGreaterThanOrEqual(2));
  it.each(imports)('%s imports what the library has: %s', (_, names) => {
    expect(names.filter((name) => !Object.hasOwn(library, name))).toEqual([]);
  });
});

describe('a link', () => {
  /** As GitHub makes them. */
  const anchor = (heading: string) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
  const links = pages.flatMap(([document, text]) =>
    [...text.replaceAll(/^```.*?^```$/gms, '').matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => [document, target] as const)
      .filter(([, target]) => !/^[a-z]+:/.test(target)),
  );

  it('is there to be tested', () => expect(links.length).toBeGreaterThan(10));

  it.each(links)('in %s to %s leads somewhere', (document, target) => {
    const [path = '', fragment] = target.split('#');
    const file = path === '' ? document : join(dirname(document), path);
    expect(existsSync(join(root, file))).toBe(true);
    if (fragment !== undefined) expect(headings(read(file)).map(anchor)).toContain(fragment);
  });
});
