// Runs an optimizer's kernel alone, on a block of weights and given gradients.

import { Engine } from '../../src/core/kernels/engine.js';
import { optimizerNamed } from '../../src/core/optimizers/optimizer-registry.js';
import { TapeWriter } from '../../src/core/plan/tape.js';
import { canonicalConfiguration } from '../../src/space/canonical-configuration.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import type { Assignment, Configuration } from '../../src/vocabulary/configuration.js';
import { kernels } from './graph-runner.js';

/** What a training under these settings reads: defaults filled in, others dropped. */
export function optimizerSettings(optimizer: string, settings: Assignment): Configuration {
  return canonicalConfiguration(networkSettings, {}, { optimizer, ...settings }).configuration;
}

export interface OptimizerRun {
  /** The weights after each step. */
  readonly weights: readonly Float32Array[];
  /** What lies behind the last weight, and behind the last element of each moment, at the end. */
  readonly padding: readonly Float32Array[];
}

/**
 * @param settings a canonical configuration
 * @param initial (n) @param gradients (steps, n)
 */
export function runOptimizer(
  settings: Configuration,
  initial: readonly number[],
  gradients: readonly (readonly number[])[],
): OptimizerRun {
  const optimizer = optimizerNamed(String(settings.optimizer));
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
  const after = gradients.map((gradient, i) => {
    engine.floats.set(gradient, block(1) / 4);
    engine.floats.set(optimizer.scalars(settings, Number(settings.lr), i + 1), scalars / 4);
    engine.run(tapeAt, words.byteLength);
    return engine.floats.slice(weights / 4, weights / 4 + initial.length);
  });
  const padding = [0, ...moments.map((_, i) => i + 2)].map((i) =>
    engine.floats.slice(block(i) / 4 + initial.length, block(i) / 4 + count),
  );
  return { weights: after, padding };
}
