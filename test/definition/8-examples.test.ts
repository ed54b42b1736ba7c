import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readDefinition } from '../../src/definition/read-definition.js';
import { gridSize } from '../../src/space/grid.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import { workplace } from '../end-to-end/nightsweep-command.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const all = readdirSync(new URL('../../sweeps/', import.meta.url));
const files = all.filter((name) => /\.(ya?ml|json)$/.test(name));
const programs = all.filter((name) => !files.includes(name));

function read(name: string) {
  const options = { overrides: [], workingDirectory: root, settings: networkSettings };
  return readDefinition(`sweeps/${name}`, options);
}

describe('the examples', () => {
  it('are there', () => {
    expect(files).toEqual(
      expect.arrayContaining(['quickstart.yaml', 'digits-grid.yaml', 'digits-halving.yaml']),
    );
  });

  it.each(files)('%s loads without a warning, and is named as its file', (name) => {
    const { definition, warnings } = read(name);
    expect(warnings).toEqual([]);
    expect(`${definition.name}.yaml`).toBe(name);
  });

  it.each(files)('%s begins with its schema, for editors', (name) => {
    const text = readFileSync(new URL(`../../sweeps/${name}`, import.meta.url), 'utf8');
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../nightsweep.schema.json');
  });

  it('digits-grid has 4 × 3 × 3 × 3 points', () => {
    expect(gridSize(read('digits-grid.yaml').definition.parameters)).toBe(108);
  });

  it('digits-halving is the ladder of 27 epochs by 3', () => {
    const { trials, epochs, schedule } = read('digits-halving.yaml').definition;
    expect(trials).toBeGreaterThanOrEqual(27);
    expect(epochs).toBe(27);
    expect(schedule).toEqual({ type: 'successive_halving', eta: 3, minEpochs: 1 });
  });
});

describe('the examples that are programs', () => {
  it('are there', () => expect(programs).toContain('shapes-of-one-size.mjs'));

  it.each(programs)('%s loads without a warning, and is named as its file', (name) => {
    const place = workplace();
    try {
      const checked = place.json<{ name: string; warnings: unknown }>(
        'check',
        `${root}/sweeps/${name}`,
      );
      expect(checked.warnings).toEqual([]);
      expect(`${checked.name}.mjs`).toBe(name);
    } finally {
      place.remove();
    }
  });
});
