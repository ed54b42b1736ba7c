// PyTorch's figures, read generically: files of the same layout with other inputs can take their place.
// What the core does not have yet is listed with its reason, so that nothing is skipped in silence.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../src/core/graph/operation.js';
import { dense } from '../../src/core/graph/operations/dense.js';
import { relu } from '../../src/core/graph/operations/relu.js';
import { tanh } from '../../src/core/graph/operations/tanh.js';
import type { TensorRef } from '../../src/core/graph/tensor.js';
import { lossNamed } from '../../src/core/losses/loss-registry.js';
import type { Assignment } from '../../src/vocabulary/configuration.js';
import { expectClose } from './closeness.js';
import { runGraph } from './graph-runner.js';
import { lossOfCase, runLoss, type Values } from './loss-runner.js';
import { optimizerSettings, runOptimizer } from './optimizer-runner.js';
import { optimizerRows } from './registry/optimizers.js';
import { clippedGradients } from './update-runner.js';

function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../golden/torch/${name}.json`, import.meta.url), 'utf8'));
}

/** torch stores a linear layer's weight (out, in); ours is (in, out). */
function transposed({ shape: [rows, columns], values }: Values): Values {
  const turned = Array.from({ length: rows! * columns! }, (_, i) => {
    const [c, r] = [Math.floor(i / rows!), i % rows!];
    return values[r * columns! + c]!;
  });
  return { shape: [columns!, rows!], values: turned };
}

interface LossCase {
  readonly value: number;
  readonly gradient: Values;
}

describe('losses and their gradients, to 1e-5', () => {
  const file = fixture<{
    logits: Values;
    labels: number[];
    classWeights: number[];
    predictions: Values;
    targets: Values;
    binaryLogits: number[];
    binaryLabels: number[];
    cases: Record<string, LossCase>;
  }>('losses');
  const vector = (values: number[]): Values => ({ shape: [values.length], values });
  const column = (values: number[]): Values => ({ shape: [values.length, 1], values });
  const given = (name: string): [Values, Values] => {
    if (name === 'bce') return [column(file.binaryLogits), vector(file.binaryLabels)];
    return lossNamed(name).task === 'classification'
      ? [file.logits, vector(file.labels)]
      : [file.predictions, file.targets];
  };

  it.each(Object.keys(file.cases))('%s', (name) => {
    const expected = file.cases[name]!;
    const { loss, settings, isWeighted } = lossOfCase(name);
    const [input, target] = given(loss.name);
    const classWeights = isWeighted ? file.classWeights : null;
    const [value, gradient] = runLoss(loss, input, target, { settings, classWeights });
    expectClose(value!, [expected.value], 1e-5);
    expectClose(gradient!, expected.gradient.values, 1e-5);
  });
});

interface LayerCase {
  readonly input: Values;
  readonly output: Values;
  readonly probe: Values;
  readonly inputGradient: Values;
  readonly parameters?: Record<string, Values & { readonly gradient: Values }>;
}

/** Runs one operation forwards, then backwards from the probe; returns the output and all gradients. */
function throughLayer(
  { input, probe }: LayerCase,
  operation: Operation,
  parameters: readonly Values[],
): readonly Float32Array[] {
  return runGraph((graph, give) => {
    const x = give(graph.input('x', input.shape), input.values);
    const others = parameters.map((p, i) => give(graph.input(`p${i}`, p.shape), p.values));
    const y = graph.apply(operation, [x, ...others]);
    const upstream = give(graph.input('probe', probe.shape), probe.values);
    const node = graph.nodes.at(-1)!;
    const gradients = operation.gradient!(
      graph,
      node,
      upstream,
      [x, ...others].map(() => true),
    );
    return [y, ...(gradients as TensorRef[])];
  });
}

describe('layers and activations, to 1e-5', () => {
  const layers = fixture<{ linear: LayerCase; activations: Record<string, LayerCase> }>('layers');

  it('linear', () => {
    const weight = layers.linear.parameters!.weight!;
    const bias = layers.linear.parameters!.bias!;
    const [y, dx, dw, db] = throughLayer(layers.linear, dense, [transposed(weight), bias]);
    expectClose(y!, layers.linear.output.values, 1e-5);
    expectClose(dx!, layers.linear.inputGradient.values, 1e-5);
    expectClose(dw!, transposed(weight.gradient).values, 1e-5);
    expectClose(db!, bias.gradient.values, 1e-5);
  });

  it.each([relu, tanh])('$name', (operation) => {
    const expected = layers.activations[operation.name]!;
    const [y, dx] = throughLayer(expected, operation, []);
    expectClose(y!, expected.output.values, 1e-5);
    expectClose(dx!, expected.inputGradient.values, 1e-5);
  });
});

describe('optimizers after each of eight steps, to 2e-5', () => {
  type Options = Record<string, number | boolean | number[]>;
  const { initial, gradients, cases } = fixture<{
    initial: number[];
    gradients: number[][];
    cases: Record<string, { options: Options; afterEachStep: number[][] }>;
  }>('optimizers');

  /** torch's options in our words; what they leave out is our default. */
  const settingsOf = ({ betas, ...options }: Options): Assignment => {
    if (betas === undefined) return options;
    const [beta1, beta2] = betas as [number, number];
    return { ...options, beta1, beta2 };
  };

  it.each(Object.entries(cases))('%s', (name, { options, afterEachStep }) => {
    const settings = optimizerSettings(name.split('_')[0]!, settingsOf(options));
    const { weights } = runOptimizer(settings, initial, gradients);
    expect(weights.length).toBe(afterEachStep.length);
    weights.forEach((found, i) => {
      expectClose(found, afterEachStep[i]!, 2e-5);
    });
  });

  it.each(Object.entries(cases))('%s, by the oracle to 1e-9', (name, each) => {
    const optimizer = name.split('_')[0]!;
    const row = optimizerRows.find((candidate) => candidate.optimizer === optimizer);
    const settings = optimizerSettings(optimizer, settingsOf(each.options));
    const rules = initial.map(() => row!.oracle(settings));
    let weights = initial;
    gradients.forEach((gradient, i) => {
      weights = weights.map((weight, j) => rules[j]!(weight, gradient[j]!, i + 1));
      expectClose(weights, each.afterEachStep[i]!, 1e-9);
    });
  });
});

describe('clipping, to 1e-6', () => {
  const file = fixture<{
    gradients: Values[];
    cases: Record<string, { totalNorm: number | null; gradients: Values[] }>;
  }>('clipping');

  it.each(Object.entries(file.cases))('%s', (name, { totalNorm, gradients }) => {
    const [kind, bound] = name.split('_') as [string, string];
    const found = clippedGradients({ [`clip_${kind}`]: Number(bound) }, file.gradients);
    if (totalNorm !== null) expectClose([found.norm], [totalNorm], 1e-6);
    gradients.forEach(({ values }, i) => {
      expectClose(found.gradients[i]!, values, 1e-6);
    });
  });
});
