// Random configurations over the whole catalogue of settings: whatever there is to set is set, at random,
// within what its kind allows and small enough for a test. A new setting is in it without a word here.

import fc from 'fast-check';
import { canonicalConfiguration } from '../../src/space/canonical-configuration.js';
import type {
  Assignment,
  Configuration,
  ParameterValue,
} from '../../src/vocabulary/configuration.js';
import type { Setting, Settings } from '../../src/vocabulary/setting.js';

/** Where what the kind allows is too much for a test, or would only make numbers that diverge. */
const narrower: Readonly<Record<string, readonly [number, number]>> = {
  lr: [0.0005, 0.02],
  batch_size: [5, 40],
  hidden: [1, 9],
  width: [1, 9],
  layers: [0, 3],
  convolutions: [1, 4],
  kernel_size: [1, 4],
  conv_stride: [1, 2],
  pool_size: [1, 2],
  weight_decay: [0, 0.1],
  eps: [1e-10, 1e-3],
};

function bounds({ name, kind }: Setting): readonly [number, number] {
  const known = narrower[name];
  if (known !== undefined) return known;
  if (kind.type === 'choice' || kind.type === 'boolean') return [0, 0];
  const min = kind.min ?? 0;
  return [min, Math.min(kind.max ?? 4, min + 4)];
}

function inside({ kind }: Setting, value: number): boolean {
  if (!('min' in kind || 'max' in kind) || kind.type === 'integers') return true;
  if ('aboveMin' in kind && kind.aboveMin && value === kind.min) return false;
  return !('belowMax' in kind && kind.belowMax && value === kind.max);
}

function drawn(setting: Setting): fc.Arbitrary<ParameterValue> {
  const { kind } = setting;
  const [min, max] = bounds(setting);
  const real = fc
    .double({ min, max, noNaN: true })
    .filter((value) => inside(setting, value))
    .map((value) => value + 0);
  switch (kind.type) {
    case 'choice':
      return fc.constantFrom(...kind.values);
    case 'boolean':
      return fc.boolean();
    case 'number':
      return real;
    case 'integer':
      return fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
    case 'integers': {
      const number = fc.integer({ min, max });
      const item =
        kind.words === undefined ? number : fc.oneof(number, fc.constantFrom(...kind.words));
      return fc.array<number | string>(item, { maxLength: Math.min(kind.maxLength, 3) });
    }
    case 'numbers':
      return fc.constantFrom(...kind.words);
  }
}

/** Half of the settings at random values, the others at their defaults. */
export function anyAssignment(settings: Settings): fc.Arbitrary<Assignment> {
  const members = settings.map((setting) => [setting.name, drawn(setting)] as const);
  return fc.record(Object.fromEntries(members), { requiredKeys: [] }) as fc.Arbitrary<Assignment>;
}

export function canonical(settings: Settings, assignment: Assignment): Configuration {
  return canonicalConfiguration(settings, {}, assignment).configuration;
}

/** What of an assignment has an effect. */
export function effective(settings: Settings, assignment: Assignment): Assignment {
  return canonicalConfiguration(settings, {}, assignment).effective;
}
