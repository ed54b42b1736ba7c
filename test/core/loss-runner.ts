// Runs a loss of the registry forwards and backwards, and reads the names of PyTorch's cases.

import { appendBackward } from '../../src/core/graph/backward.js';
import type { Loss, LossSpec } from '../../src/core/losses/loss.js';
import { losses } from '../../src/core/losses/loss-registry.js';
import { runGraph } from './graph-runner.js';

export interface Values {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** What a case's name says: huber_delta_1 is the loss huber with the setting huber_delta. */
export function lossOfCase(name: string) {
  const words = name.replace('bce_with_logits', 'bce');
  const fits = losses.filter((loss) => `${words}_`.startsWith(`${loss.name}_`));
  const loss = fits.sort((a, b) => b.name.length - a.name.length)[0];
  if (loss === undefined) throw new Error(`no loss is called ${name}`);
  const settings: Record<string, number> = {
    label_smoothing: 0,
    focal_gamma: 2,
    huber_delta: 1,
    smooth_l1_beta: 1,
  };
  let rest = words.slice(loss.name.length);
  const isWeighted = rest.includes('_class_weights');
  rest = rest.replace('_class_weights', '');
  for (const [whole, option, value] of rest.matchAll(/_([a-z_]+)_([\d.]+)/g)) {
    const setting = option === 'label_smoothing' ? option : `${loss.name}_${option}`;
    if (settings[setting] === undefined) throw new Error(`${name}: there is no ${setting}`);
    settings[setting] = Number(value);
    rest = rest.replace(whole, '');
  }
  if (rest !== '') throw new Error(`${name}: nothing is called ${rest}`);
  return { loss, settings, isWeighted };
}

export const plainSettings = lossOfCase('mse').settings;

/** The loss (1) and its gradient with respect to the outputs. */
export function runLoss(
  loss: Loss,
  outputs: Values,
  targets: Values,
  spec: LossSpec = { settings: plainSettings, classWeights: null },
): readonly [Float32Array, Float32Array] {
  const [value, gradient] = runGraph((graph, give) => {
    const x = give(graph.input('x', outputs.shape), outputs.values);
    const y = give(graph.input('y', targets.shape), targets.values);
    const node = loss.append(graph, x, y, spec);
    return [node, ...appendBackward(graph, node, [x])];
  });
  return [value!, gradient!];
}
