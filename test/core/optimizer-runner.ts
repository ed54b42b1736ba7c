// Runs an optimizer's kernel alone, on a block of weights and given gradients.

import { Engine } from '../../src/core/kernels/engine.js';
import { optimizerNamed } from '../../src/core/optimizers/optimizer-registry.js';
import { TapeWriter } from '../../src/core/plan/tape.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import type { Configuration, ParameterValue } from '../../src/vocabulary/configuration.js';
import { kernels } from './graph-runner.js';

/** torch's options in our words. */
function settingsOf(options: Readonly<Record<string, number | boolean | number[]>>): Configuration {
  const settings: Record<string, ParameterValue> = {};
  for (const { name, default: value } of networkSettings) settings[name] = value;
  for (const [name, value] of Object.entries(options)) {
    if (name === 'betas') [settings.beta1, settings.beta2] = value as [number, number];
    else settings[name] = value as ParameterValue;
  }
  return settings;
}

/** The weights after each step. */
export function runOptimizer(
  name: string,
  options: Readonly<Record<string, number | boolean | number[]>>,
  initial: readonly number[],
  gradients: readonly (readonly number[])[],
): readonly Float32Array[] {
  const optimizer = optimizerNamed(name);
  const settings = settingsOf(options);
  const engine = new Engine(kernels.module);
  const count = Math.ceil(initial.length / 16) * 16;
  const scalars = engine.heapStart;
  const weights = scalars + 64;
  const block = (i: number) => weights + 4 * count * i;
  const moments = optimizer.moments(settings);
  const tapeAt = block(moments.length + 2);
  const tape = new TapeWriter(new Map(), 0, 0);
  optimizer.emit(tape, {
    weights,
    gradients: block(1),
    moment: (moment) => (moments.includes(moment) ? block(moments.indexOf(moment) + 2) : 0),
    scalars,
    count,
  });
  const words = tape.finish();
  engine.reserve(tapeAt + words.byteLength);
  engine.words.set(words, tapeAt / 4);
  engine.floats.set(initial, weights / 4);
  return gradients.map((gradient, i) => {
    engine.floats.set(gradient, block(1) / 4);
    engine.floats.set(optimizer.scalars(settings, options.lr as number, i + 1), scalars / 4);
    engine.run(tapeAt, words.byteLength);
    return engine.floats.slice(weights / 4, weights / 4 + initial.length);
  });
}
