// The registry of tests is whole: what a configuration can name has a row, which brings its tests along.

import { describe, expect, it } from 'vitest';
import { Graph } from '../../src/core/graph/graph.js';
import type { Operation } from '../../src/core/graph/operation.js';
import type { TensorRef } from '../../src/core/graph/tensor.js';
import { schedules } from '../../src/core/learning-rate/schedule-registry.js';
import { losses, lossNamed } from '../../src/core/losses/loss-registry.js';
import { activations } from '../../src/core/models/activation-registry.js';
import type { Mode } from '../../src/core/models/model.js';
import { models } from '../../src/core/models/model-registry.js';
import { norms } from '../../src/core/models/norm-registry.js';
import { optimizers } from '../../src/core/optimizers/optimizer-registry.js';
import { canonicalConfiguration } from '../../src/space/canonical-configuration.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import type { Assignment } from '../../src/vocabulary/configuration.js';
import { operationRows, optimizerRows, scheduleRows } from './registry/registry.js';

const tested = new Set<Operation>(operationRows.map(({ operation }) => operation));

/** Names of the operations without a row that something appends to a graph. */
function untested(append: (graph: Graph) => unknown): readonly string[] {
  const graph = new Graph();
  append(graph);
  expect(graph.nodes.length).toBeGreaterThan(0);
  return graph.nodes.flatMap(({ operation }) => (tested.has(operation) ? [] : [operation.name]));
}

function withDefaults(changes: Assignment) {
  return canonicalConfiguration(networkSettings, {}, changes).configuration;
}

describe('there is a row for', () => {
  it.each(optimizers)('the optimizer $name', ({ name }) => {
    expect(optimizerRows.map(({ optimizer }) => optimizer)).toContain(name);
  });

  it.each(schedules)('the schedule $name', (schedule) => {
    expect(scheduleRows.map((row) => row.schedule)).toContain(schedule);
  });

  it.each(activations)('the activation $name', ({ operation }) => {
    expect(tested.has(operation)).toBe(true);
  });

  it.each(norms)('the norm $name', (norm) => {
    const appended = (graph: Graph): TensorRef =>
      norm.append(graph, graph.input('x', [4, 3]), 3, '0', 'train');
    expect(untested(appended)).toEqual([]);
  });

  it.each([
    ...losses.map((loss) => ({ loss, name: loss.name, options: {} })),
    {
      loss: lossNamed('cross_entropy'),
      name: 'cross_entropy, smoothed',
      options: { label_smoothing: 0.1 },
    },
  ])('the loss $name', ({ loss, options }) => {
    const settings = withDefaults({ loss: loss.name, ...options });
    const append = (graph: Graph) => {
      const columns = loss.columns(loss.task === 'classification' ? 3 : 1);
      const targets = loss.task === 'classification' ? [4] : [4, columns];
      const [x, y] = [graph.input('x', [4, columns]), graph.input('y', targets)];
      return loss.append(graph, x, y, { settings, classWeights: null });
    };
    expect(untested(append)).toEqual([]);
  });

  it.each(
    models.flatMap((model) =>
      (['max', 'avg'] as const).map((pooling) => ({ model, name: model.name, pooling })),
    ),
  )('every layer of the model $name, pooling $pooling', ({ model, pooling }) => {
    const isPicture = model.name === 'cnn';
    const settings = withDefaults({
      ...{ kind: model.name, hidden: [5, 5], residual: true, dropout: 0.1, input_noise: 0.1 },
      ...(isPicture ? { pooling } : {}),
    });
    const image = isPicture ? ([8, 8, 1] as const) : null;
    const shape = { inputs: isPicture ? 64 : 5, categories: isPicture ? [] : [4], image };
    const build = (mode: Mode) => (graph: Graph) =>
      model.build(
        graph,
        graph.input('x', [6, shape.inputs]),
        { ...shape, outputs: 3, settings },
        mode,
      );
    expect(untested(build('train'))).toEqual([]);
    expect(untested(build('evaluate'))).toEqual([]);
  });
});
