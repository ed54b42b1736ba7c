// The generators by name, and the checks that all of them share.

import type { DataSpec, GeneratorName } from '../../definition/sweep-definition.js';
import { Slip } from '../../vocabulary/errors.js';
import { MAX_NUMBERS, type Table } from '../table.js';
import { blobsGenerator } from './blobs.js';
import { friedmanGenerator } from './friedman.js';
import type { Generator } from './generator.js';
import { glyphsGenerator } from './glyphs.js';
import { moonsGenerator } from './moons.js';
import { spiralsGenerator } from './spirals.js';

export type GeneratorSpec = Extract<DataSpec, { readonly kind: 'generator' }>;

const GENERATORS: Readonly<Record<GeneratorName, Generator>> = Object.freeze({
  spirals: spiralsGenerator,
  moons: moonsGenerator,
  blobs: blobsGenerator,
  friedman: friedmanGenerator,
  glyphs: glyphsGenerator,
});

/** @throws Slip for samples, noise or classes out of range */
export function generateTable(spec: GeneratorSpec): Table {
  const generator = GENERATORS[spec.generator];
  const order = {
    samples: checkedSamples(spec, generator),
    noise: checkedNoise(spec, generator),
    classes: checkedClasses(spec, generator),
    seed: spec.seed,
  };
  return Object.freeze({
    origin: spec.generator,
    features: generator.features,
    rows: order.samples,
    levels: new Map(),
    groups: null,
    image: generator.image,
    ...generator.generate(order),
  });
}

function checkedSamples({ samples }: GeneratorSpec, { features }: Generator): number {
  const most = Math.floor(MAX_NUMBERS / features.length);
  if (Number.isInteger(samples) && samples >= 2 && samples <= most) return samples;
  throw new Slip(`expected data.samples to be a whole number from 2 to ${most}, found ${samples}`);
}

function checkedNoise({ noise }: GeneratorSpec, { defaultNoise }: Generator): number {
  const value = noise ?? defaultNoise;
  if (value >= 0 && value <= 1e6) return value;
  throw new Slip(`expected data.noise from 0 to a million, found ${value}`);
}

function checkedClasses(spec: GeneratorSpec, generator: Generator): number {
  const wanted = spec.classes;
  if (generator.classes === null) {
    if (wanted === null) return 0;
    throw new Slip(
      `expected no data.classes for ${spec.generator}, which has no choice of them, found ${wanted}: leave it out`,
    );
  }
  const { default: usual, max } = generator.classes;
  const value = wanted ?? usual;
  if (Number.isInteger(value) && value >= 2 && value <= max) return value;
  throw new Slip(
    `expected data.classes of ${spec.generator} to be a whole number from 2 to ${max}, found ${value}`,
  );
}
