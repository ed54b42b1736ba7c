// PyTorch's figures, read generically: files of the same layout with other inputs can take their place.
// What the core does not have yet is listed with its reason, so that nothing is skipped in silence.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { batchNorm } from '../../src/core/graph/operations/batch-norm.js';
import type { TensorRef } from '../../src/core/graph/tensor.js';
import { lossNamed } from '../../src/core/losses/loss-registry.js';
import type { Assignment } from '../../src/vocabulary/configuration.js';
import { expectClose } from './closeness.js';
import { runGraph } from './graph-runner.js';
import { lossOfCase, runLoss, type Values } from './loss-runner.js';
import { optimizerSettings, runOptimizer } from './optimizer-runner.js';
import { operationRows, optimizerRows } from './registry/registry.js';
import type { Matrix, Recorded } from './registry/row.js';
import { clippedGradients } from './update-runner.js';

function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../golden/torch/${name}.json`, import.meta.url), 'utf8'));
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
  readonly input: Recorded;
  readonly output: Recorded;
  readonly probe: Recorded;
  /** Absent where no gradient reaches the input: class indices. */
  readonly inputGradient?: Recorded;
  readonly parameters?: Record<string, Recorded & { readonly gradient: Recorded }>;
}

describe('layers and activations, to 1e-5', () => {
  const file = fixture<Record<string, unknown>>('layers');
  const absent = [
    ['recurrent layers, of a later issue', 'rnn_tanh', 'lstm', 'gru'],
    ['attention, of a later issue', 'causal_self_attention_2_heads'],
    ['no layer or loss takes them alone', 'softplus', 'softmax', 'log_softmax'],
  ].flatMap(([, ...names]) => names);
  const rows = operationRows.flatMap(({ operation, torch }) =>
    torch === undefined ? [] : [{ operation, torch, name: torch.path.join(' ') }],
  );
  const caseAt = (path: readonly string[]) =>
    path.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], file) as LayerCase;

  it('are all there but those listed with their reasons', () => {
    const { activations, ...layers } = file;
    const names = [...Object.keys(layers), ...Object.keys(activations as object)];
    const known = rows.map(({ torch }) => torch.path.at(-1));
    expect(names.sort()).toEqual([...known, ...absent].sort());
  });

  it.each(rows)('$name', ({ operation, torch }) => {
    const expected = caseAt(torch.path);
    const others = (torch.others ?? []).map((other) => {
      if (typeof other === 'function') return { ...other(expected.input.shape), gradient: null };
      const parameter = expected.parameters![other.name]!;
      const ours = other.ours ?? ((values: Recorded) => values);
      return { ...ours(parameter), gradient: ours(parameter.gradient) };
    });
    const layout = torch.ours ?? ((values: Recorded) => values);
    const input = layout(expected.input);
    const probe = layout(expected.probe);
    const { inputGradient } = expected;
    const gradients = [
      inputGradient === undefined ? null : layout(inputGradient),
      ...others.map(({ gradient }) => gradient),
    ];
    const wanted = gradients.map((gradient) => gradient !== null);
    const { attributes: given } = torch;
    const attributes = typeof given === 'function' ? given(expected.input.shape) : given;
    const [y, ...found] = runGraph((graph, give) => {
      const inputs = [input, ...others].map(({ shape, values }, i) =>
        give(graph.input(`i${i}`, shape), values),
      );
      const output = graph.apply(operation, inputs, attributes);
      const upstream = give(graph.input('probe', probe.shape), probe.values);
      const backward = operation.gradient!(graph, graph.nodes.at(-1)!, upstream, wanted);
      return [output, ...backward.filter((_, i) => wanted[i])] as TensorRef[];
    });
    expectClose(y!, layout(expected.output).values, 1e-5);
    gradients
      .filter((gradient) => gradient !== null)
      .forEach((gradient, i) => {
        expectClose(found[i]!, gradient.values, 1e-5);
      });
  });

  it('batch_norm keeps the running mean and variance, and evaluates by them', () => {
    const { input, parameters, ...expected } = file.batch_norm as LayerCase & {
      readonly runningMean: Matrix;
      readonly runningVar: Matrix;
      readonly evalOutput: Recorded;
    };
    const columns = input.shape.at(-1)!;
    const [mean, variance, output] = runGraph((graph, give) => {
      const x = give(graph.input('x', input.shape), input.values);
      const gain = give(graph.input('gain', [columns]), parameters!.weight!.values);
      const bias = give(graph.input('bias', [columns]), parameters!.bias!.values);
      const running = [0, 1].map((value) =>
        give(graph.input(`${value}`, [columns]), new Array(columns).fill(value)),
      );
      const inputs = [x, gain, bias, ...running];
      graph.apply(batchNorm, inputs, { training: true });
      return [...running, graph.apply(batchNorm, inputs, { training: false })];
    });
    expectClose(mean!, expected.runningMean, 1e-5);
    expectClose(variance!, expected.runningVar, 1e-5);
    expectClose(output!, expected.evalOutput.values, 1e-5);
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
