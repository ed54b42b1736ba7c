// A definition may be a TypeScript or JavaScript file: it is run, and checked by the rules for files.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Workplace, workplace } from './nightsweep-command.js';

let place: Workplace;
beforeAll(() => {
  place = workplace();
  mkdirSync(join(place.directory, 'sub'));
});
afterAll(() => place.remove());

const body = `{
  method: 'grid',
  metric: { name: 'val_accuracy' },
  data: { generator: 'moons', samples: 200 },
  model: { hidden: [8] },
  epochs: 2,
  parameters: { lr: { values: [0.01, 0.05] } },
}`;

interface Checked {
  readonly sweep: string;
  readonly name: string;
  readonly configurations: number;
  readonly epochs: number;
  readonly warnings: readonly { readonly place: string; readonly message: string }[];
}

const imported = `import { defineSweep } from 'nightsweep';\n`;

/** Whether this Node takes the types off TypeScript. */
const readsTypeScript = Boolean((process.features as { typescript?: unknown }).typescript);

describe('a definition that is a program is refused in one line', () => {
  const slips: readonly [name: string, text: string, message: RegExp][] = [
    ['nothing.mjs', 'export const a = 1;', /^nothing\.mjs {2}expected a definition as the default/],
    ['syntax.mjs', '\nexport default { a: 1 b: 2 };', /^syntax\.mjs:2:23 .*SyntaxError/],
    ['throws.mjs', 'const a = 1;\nexport default nothing;', /^throws\.mjs:2:16 .*nothing is not/],
    ['later.mjs', 'export default async () => {\n  throw new Error("no");\n}', /^later\.mjs:2:9 /],
    ['text.mjs', 'throw "no luck";', /^text\.mjs {2}expected a definition, .*no luck/],
    ['missing.mjs', 'import "nothing-here";', /^missing\.mjs {2}.*Cannot find package/],
    ['list.mjs', 'export default [1];', /^list\.mjs {2}expected a map of keys/],
    [
      'epochs.mjs',
      `export default ${body.replace('2,', '0,')};`,
      /^epochs\.mjs epochs {2}expected/,
    ],
    [
      'defined.mjs',
      `${imported}export default defineSweep(${body.replace('2,', '0,')});`,
      /^defined\.mjs epochs {2}expected a whole number/,
    ],
  ];

  test.each(slips)('%s', (name, text, message) => {
    place.write(name, text);
    const { code, stdout, stderr } = place.run('check', name);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('where there is none', () => {
    expect(place.run('run', 'none.ts').stderr).toMatch(/^none\.ts {2}expected .* no such file/);
    expect(place.run('run', 'sub').code).toBe(2);
  });

  test.skipIf(readsTypeScript)('TypeScript, on a Node that does not read it', () => {
    place.write('types.ts', `export default ${body} as object;`);
    expect(place.run('check', 'types.ts').stderr).toMatch(
      /use Node 22\.18 or later, or .*\.mjs\n$/,
    );
  });
});

describe('a definition that is a program', () => {
  const forms: readonly [name: string, text: string][] = [
    ['object.mjs', `export default ${body};`],
    ['defined.js', `${imported}export default defineSweep(${body});`],
    ['function.mjs', `${imported}export default () => defineSweep(${body});`],
    ['promise.mjs', `export default Promise.resolve(${body});`],
    ['common.cjs', `module.exports = ${body};`],
    ['compiled.cjs', `exports.__esModule = true; exports.default = ${body};`],
  ];

  test.each(forms)(
    '%s is the sweep of the same YAML, though nothing is installed',
    (name, text) => {
      place.write(name, text);
      place.write('same.yaml', body.replaceAll("'", '"'));
      const words = ['--no-estimate', '--name', 'one'];
      const same = place.json<Checked>('check', 'same.yaml', ...words);
      const found = place.json<Checked>('check', name, ...words);
      // How much room is left on the disk changes from one moment to the next.
      expect(found).toEqual({ ...same, disk: expect.anything() });
      expect(place.json<Checked>('check', name, '--no-estimate').name).toBe(name.split('.')[0]);
    },
  );

  test.runIf(readsTypeScript)('may be TypeScript', () => {
    const typed = "import { defineSweep, type SweepInput } from 'nightsweep';\n";
    place.write(
      'types.ts',
      `${typed}const s: SweepInput = ${body};\nexport default defineSweep(s);`,
    );
    expect(place.json<Checked>('check', 'types.ts', '--no-estimate').configurations).toBe(2);
  });

  test('has paths that are relative to it, and is changed by --set as a file is', () => {
    place.write('sub/table.csv', 'x,y\n1,a\n2,b\n3,a\n4,b\n5,a\n6,b\n7,a\n8,b\n9,a\n10,b\n');
    const text = body.replace(/generator: .*200/, "file: 'table.csv', target: 'y'");
    place.write('sub/own.mjs', `${imported}export default defineSweep(${text});`);
    const set = ['--set', 'epochs=5', '--set', 'parameters.lr=[0.1, 0.2, 0.3]'];
    const checked = place.json<Checked>('check', 'sub/own.mjs', '--no-estimate', ...set);
    expect(checked).toMatchObject({ configurations: 3, epochs: 15 });
    expect(place.run('check', 'sub/own.mjs', '--set', 'data.file=table.csv').code).toBe(2);
  });

  test('may be in the words of W&B', () => {
    place.write(
      'wandb.mjs',
      `export default { program: 'train.py', ...${body}, parameters: { learning_rate: [0.1] } };`,
    );
    const { warnings } = place.json<Checked>('check', 'wandb.mjs', '--no-estimate');
    expect(warnings.map((warning) => warning.place)).toEqual([
      'wandb.mjs program',
      'wandb.mjs metric',
      'wandb.mjs metric',
      'wandb.mjs parameters.learning_rate',
    ]);
  });

  test('is run once: resume and verify take what is stored', () => {
    place.write('once.mjs', `${imported}export default defineSweep(${body});`);
    const first = place.run('run', 'once.mjs', '--workers', '1', '--max-epochs', '1');
    expect(first.stderr).toBe('');
    place.write('once.mjs', 'throw new Error("run again");');
    expect(place.run('resume', 'once', '--workers', '1').code).toBe(0);
    expect(place.run('verify', 'once', '--workers', '1').code).toBe(0);
    expect(place.run('run', 'once.mjs').code).toBe(2);
  });
});
