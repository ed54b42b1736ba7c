import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { optimizers } from '../../src/core/optimizers/optimizer-registry.js';
import {
  definitionJsonSchema,
  definitionSchemaText,
} from '../../src/definition/schema/json-schema.js';
import { networkSettings } from '../../src/trainables/network/settings.js';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly pattern?: string;
}

const schema = definitionJsonSchema(networkSettings) as Schema;

describe('nightsweep.schema.json', () => {
  it('is current (npm run build writes it)', () => {
    const committed = readFileSync(
      new URL('../../nightsweep.schema.json', import.meta.url),
      'utf8',
    );
    expect(committed).toBe(definitionSchemaText(networkSettings));
  });

  it('knows every setting as a parameter, with what it is for', () => {
    const parameters = schema.properties?.parameters?.properties ?? {};
    for (const { name, about } of networkSettings) {
      const references = [{ $ref: `#/definitions/parameter_${name}` }];
      expect(parameters[name]?.allOf).toEqual(references);
      expect(schema.definitions?.[`parameter_${name}`]?.description).toBe(about);
    }
  });

  it('completes the words of a choice', () => {
    expect(schema.properties?.method?.enum).toEqual([
      'grid',
      'random',
      'sobol',
      'tpe',
      'bayes',
      'gp',
      'cma_es',
      'nsga2',
      'list',
      'successive_halving',
      'hyperband',
      'bohb',
    ]);
    expect(schema.properties?.model?.properties?.norm?.enum).toEqual([
      'none',
      'batch_norm',
      'layer_norm',
    ]);
    const optimizer = schema.definitions?.parameter_optimizer;
    expect(optimizer?.anyOf?.[0]?.enum).toEqual(optimizers.map(({ name }) => name));
  });

  it('completes metrics, and knows any top_k', () => {
    const ranking = schema.properties?.metric?.properties?.name?.anyOf ?? [];
    const wanted = schema.properties?.also_measure?.items?.anyOf ?? [];
    expect(ranking[0]?.enum).toEqual(expect.arrayContaining(['val_roc_auc', 'train_mape']));
    expect(ranking[0]?.enum?.some((name) => /confusion|^test_/.test(name))).toBe(false);
    expect(wanted[0]?.enum).toContain('val_confusion');
    for (const [, { pattern = '' } = {}] of [ranking, wanted]) {
      expect('val_top_17').toMatch(new RegExp(pattern));
      expect('val_top_1').not.toMatch(new RegExp(pattern));
    }
  });

  it('marks unknown keys, at every level', () => {
    expect(schema.additionalProperties).toBe(false);
    expect(schema.properties?.parameters?.additionalProperties).toBe(false);
    expect(schema.properties?.data?.anyOf?.map((form) => form.additionalProperties)).toEqual([
      false,
      false,
    ]);
  });
});
