// The key of a training holds the compiled kernels and MEANING, a number that stands for everything else
// that decides bits: graph, plan, models, optimizers, Philox. Nobody has to remember to raise it: the
// hashes of all this are in test/golden/meaning.json, and a change of one under the same key is told.
// `NIGHTSWEEP_GOLDEN=write npx vitest run test/trainables/9-meaning` writes the file anew, once that holds.

import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadKernels, MEANING } from '../../src/core/kernels/kernels.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import {
  beginningHash,
  functionHash,
  functions,
  samples,
  tapeHash,
  trainedHash,
} from './meaning-samples.js';

type Hashes = Readonly<Record<string, string>>;

interface Meaning {
  readonly meaning: number;
  /** Kernels and MEANING, as in keys. */
  readonly core: string;
  readonly functions: Hashes;
  readonly tapes: Hashes;
  readonly beginnings: Hashes;
  readonly trained: Hashes;
}

const file = new URL('../golden/meaning.json', import.meta.url);

/** Twelve digits are enough to see a change. */
async function hashes(
  names: readonly string[],
  hash: (name: string, i: number) => string | Promise<string>,
): Promise<Hashes> {
  const told: Record<string, string> = {};
  for (const [i, name] of names.entries()) told[name] = (await hash(name, i)).slice(0, 12);
  return told;
}

async function meaningNow(): Promise<Meaning> {
  const names = samples.map(({ name }) => name);
  return {
    meaning: MEANING,
    core: loadKernels().build,
    functions: await hashes(Object.keys(functions), functionHash),
    tapes: await hashes(names, (_, i) => tapeHash(samples[i]!)),
    beginnings: await hashes(names, (_, i) => beginningHash(samples[i]!)),
    trained: await hashes(names, (_, i) => trainedHash(samples[i]!)),
  };
}

/** What both have, and have otherwise. A sample that is new, or gone, is no change. */
function changed(before: Hashes, now: Hashes): readonly string[] {
  return Object.keys(before).filter(
    (name) => now[name] !== undefined && now[name] !== before[name],
  );
}

const parts = ['functions', 'tapes', 'beginnings', 'trained'] as const;

/** Changes that the keys of trainings do not show. Other kernels, or a raised MEANING, are in every key. */
function unnoticed(before: Meaning, now: Meaning): readonly string[] {
  if (now.core !== before.core) return [];
  return parts.flatMap((part) =>
    changed(before[part], now[part]).map((name) => `${part}: ${name}`),
  );
}

const remedy =
  'expected the bits of trainings to be what they were under this MEANING, found other ones: ' +
  'raise MEANING in src/core/kernels/kernels.ts if the change is meant, and undo it if not';
const outdated =
  'expected test/golden/meaning.json to be of this core and these samples: ' +
  'NIGHTSWEEP_GOLDEN=write npx vitest run test/trainables/9-meaning';

const golden = JSON.parse(readFileSync(file, 'utf8')) as Meaning;
let now: Meaning;
beforeAll(async () => {
  now = await meaningNow();
});

describe('a change that keys do not show', () => {
  const other = (hash: string) => `${hash}, changed`;
  const spoilt = (part: (typeof parts)[number]): Meaning => {
    const [name, hash] = Object.entries(golden[part])[0]!;
    return { ...golden, [part]: { ...golden[part], [name]: other(hash) } };
  };

  it.each(parts)('is one of %s', (part) => {
    expect(unnoticed(golden, spoilt(part))).toHaveLength(1);
    expect(unnoticed(golden, { ...spoilt(part), core: 'another' })).toEqual([]);
  });

  it('is none where a sample is new', () => {
    expect(unnoticed(golden, { ...golden, tapes: { ...golden.tapes, more: '0' } })).toEqual([]);
  });
});

describe('the samples', () => {
  it.each(networkSettings)('have $name, with an effect', ({ name }) => {
    const has = samples.some(
      ({ assignment, configuration }) =>
        assignment[name] !== undefined && configuration[name] !== undefined,
    );
    expect(has).toBe(true);
  });

  const choices = networkSettings.flatMap(({ name, kind }) =>
    kind.type === 'choice' ? kind.values.map((word) => [name, word] as const) : [],
  );
  it.each(choices)('have %s: %s', (name, word) => {
    expect(samples.some(({ configuration }) => configuration[name] === word)).toBe(true);
  });

  it('have names of their own', () => {
    expect(new Set(samples.map(({ name }) => name)).size).toBe(samples.length);
  });
});

describe('the bits of a training', () => {
  it('are what they were, or MEANING was raised', () => {
    expect(unnoticed(golden, now), remedy).toEqual([]);
    expect(
      now.meaning,
      'expected MEANING to grow: kept trainings have its old numbers',
    ).toBeGreaterThanOrEqual(golden.meaning);
    if (process.env.NIGHTSWEEP_GOLDEN === 'write') {
      writeFileSync(file, `${JSON.stringify(now, null, 2)}\n`);
    }
  });

  it.skipIf(process.env.NIGHTSWEEP_GOLDEN === 'write')('are on record for this core', () => {
    expect(now, outdated).toEqual(golden);
  });
});
