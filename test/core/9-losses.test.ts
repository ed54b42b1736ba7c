// Losses as a network meets them: nothing broken is hidden, nothing is lost where predictions are sure,
// and options mean what they mean in PyTorch where several meet.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Graph } from '../../src/core/graph/graph.js';
import { softmaxCrossEntropy } from '../../src/core/graph/operations/softmax-cross-entropy.js';
import type { Loss, LossSpec } from '../../src/core/losses/loss.js';
import { losses, lossNamed } from '../../src/core/losses/loss-registry.js';
import { PhiloxStream } from '../../src/vocabulary/philox.js';
import { expectClose } from './closeness.js';
import { lossOfCase, plainSettings, runLoss, type Values } from './loss-runner.js';

const classLosses = losses.filter(({ task }) => task === 'classification');
const valueLosses = losses.filter(({ task }) => task === 'regression');

function matrix(rows: number, columns: number, values: readonly number[]): Values {
  return { shape: [rows, columns], values };
}

function vector(values: readonly number[]): Values {
  return { shape: [values.length], values };
}

function spec(settings: Record<string, number>, classWeights: number[] | null = null): LossSpec {
  return { settings: { ...plainSettings, ...settings }, classWeights };
}

/** Logits in (-3, 3), labels of every class in turn. */
function batch(loss: Loss, rows: number, classes: number): [Values, Values] {
  const stream = new PhiloxStream(rows, classes);
  const columns = loss.columns(classes);
  const logits = Array.from({ length: rows * columns }, () =>
    Math.fround(6 * stream.uniform() - 3),
  );
  const labels = Array.from({ length: rows }, (_, i) => i % classes);
  return [matrix(rows, columns, logits), vector(labels)];
}

describe('a loss that there is not', () => {
  it('is refused by name', () => {
    expect(() => lossNamed('hinge')).toThrow('there is no loss hinge');
  });
});

describe.each(classLosses)('what is broken shows in $name', (loss) => {
  const weighted = spec({ label_smoothing: 0.1 }, [1, 2, 0.5, 1, 3]);

  it.each([0, 1, 2, 3, 4])('a NaN of column %i, in the value and in its row', (column) => {
    const logits = Array.from({ length: 10 }, (_, i) => (i === column ? Number.NaN : i / 4));
    for (const options of [spec({}), weighted]) {
      const [value, gradient] = runLoss(loss, matrix(2, 5, logits), vector([1, 4]), options);
      expect(value[0]).toBeNaN();
      expect(gradient[column]).toBeNaN();
      expect(Array.from(gradient.slice(5), Number.isFinite)).not.toContain(false);
    }
  });

  it('an infinite score of a class that is wrong', () => {
    const logits = [0, Number.POSITIVE_INFINITY, 1, 0, 1];
    const [value] = runLoss(loss, matrix(1, 5, logits), vector([0]));
    expect(Number.isFinite(value[0])).toBe(false);
  });
});

describe.each(valueLosses)('what is broken shows in $name', (loss) => {
  it('a NaN, in the value and where it stands', () => {
    const predictions = Array.from({ length: 9 }, (_, i) => (i === 6 ? Number.NaN : i));
    const [value, gradient] = runLoss(loss, matrix(9, 1, predictions), matrix(9, 1, predictions));
    expect(value[0]).toBeNaN();
    expect(Array.from(gradient, Number.isNaN)).toEqual(predictions.map(Number.isNaN));
  });

  it('an infinity', () => {
    const predictions = matrix(2, 1, [0, Number.NEGATIVE_INFINITY]);
    const [value] = runLoss(loss, predictions, matrix(2, 1, [0, 0]));
    expect(value[0]).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('where the slope has a step', () => {
  it('mae is flat at 0', () => {
    const [, gradient] = runLoss(lossNamed('mae'), matrix(4, 1, [1, 2, 3, -4]), {
      shape: [4, 1],
      values: [1, 3, 2, -4],
    });
    expect([...gradient]).toEqual([0, -0.25, 0.25, 0]);
  });
  it.each(['huber', 'smooth_l1'])('%s at its bound has the slope of both sides', (name) => {
    const settings = spec({ huber_delta: 2, smooth_l1_beta: 2 });
    const at = (difference: number) =>
      runLoss(lossNamed(name), matrix(1, 1, [difference]), matrix(1, 1, [0]), settings)[1][0];
    expect(at(2)).toBe(name === 'huber' ? 2 : 1);
    expect([at(3), at(-2)]).toEqual([at(2), -at(2)!]);
  });
  it('multi_margin is flat where the margin is just kept', () => {
    const [value, gradient] = runLoss(
      lossNamed('multi_margin'),
      matrix(1, 3, [2, 1, 0]),
      vector([0]),
    );
    expect([value[0], ...gradient]).toEqual([0, 0, 0, 0]);
  });
});

/** Relative to each element, down to the smallest floats. */
function expectEachClose(found: number, expected: number, tolerance: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(tolerance * Math.abs(expected) + 1e-37);
}

describe('a sure prediction, right or wrong, loses no digits', () => {
  const scores = Array.from({ length: 321 }, (_, i) => (i - 160) / 2);

  it('of bce', () => {
    for (const x of scores) {
      const [value, gradient] = runLoss(lossNamed('bce'), matrix(1, 1, [x]), vector([1]));
      expectEachClose(value[0]!, Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x))), 4e-7);
      expectEachClose(gradient[0]!, -1 / (1 + Math.exp(x)), 4e-7);
    }
  });

  it.each([0, 0.5, 1, 2, 5, 10])('of focal with gamma %f', (gamma) => {
    for (const x of scores) {
      const [value, gradient] = runLoss(
        lossNamed('focal'),
        matrix(1, 2, [x, 0]),
        vector([0]),
        spec({ focal_gamma: gamma }),
      );
      const rest = 1 / (1 + Math.exp(x));
      const surprise = Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      const tolerance = 4e-7 * (1 + gamma);
      expectEachClose(value[0]!, rest ** gamma * surprise, tolerance);
      const slope = rest ** gamma * (rest + gamma * (1 - rest) * surprise);
      expectEachClose(gradient[0]!, -slope, tolerance);
    }
  });

  it('of cross_entropy with weights', () => {
    for (const x of scores) {
      const [value, gradient] = runLoss(
        lossNamed('cross_entropy'),
        matrix(1, 2, [0, x]),
        vector([1]),
        spec({}, [3, 2]),
      );
      expectEachClose(value[0]!, Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x))), 4e-7);
      expectEachClose(gradient[1]!, -1 / (1 + Math.exp(x)), 4e-7);
    }
  });

  it('nor is a score far below the others cut off', () => {
    for (const settings of [{}, { label_smoothing: 0.5 }]) {
      const logits = matrix(1, 2, [0, 3000]);
      const [value] = runLoss(
        lossNamed('cross_entropy'),
        logits,
        vector([0]),
        spec(settings, [1, 1]),
      );
      expect(value[0]).toBe('label_smoothing' in settings ? 2250 : 3000);
    }
    const [value] = runLoss(lossNamed('focal'), matrix(1, 2, [0, 3000]), vector([0]));
    expect(value[0]).toBe(3000);
  });
});

describe.each(classLosses)('$name of a batch', (loss) => {
  it.each([
    [16, 5],
    [7, 2],
    [5, 3],
    [33, 26],
  ])('of %i rows and %i classes is the mean of its rows, slopes and all', (rows, classes) => {
    const [logits, labels] = batch(loss, rows, classes);
    const columns = logits.shape[1]!;
    const [value, gradient] = runLoss(loss, logits, labels);
    let total = 0;
    for (let i = 0; i < rows; i++) {
      const row = matrix(1, columns, logits.values.slice(i * columns, (i + 1) * columns));
      const [own, slope] = runLoss(loss, row, vector([labels.values[i]!]));
      total += own[0]!;
      const found = gradient.slice(i * columns, (i + 1) * columns);
      expectClose(
        found.map((x) => x * rows),
        slope,
        3e-6,
      );
    }
    expectClose(value, [total / rows], 1e-6);
  });

  it('counts a row as its class weighs', () => {
    const [logits, labels] = batch(loss, 12, 3);
    const one = runLoss(loss, logits, labels, spec({}, [1, 1, 1]));
    const plain = runLoss(loss, logits, labels);
    expectClose(one[0], plain[0], 1e-6);
    expectClose(one[1], plain[1], 1e-6);
    const two = runLoss(loss, logits, labels, spec({}, [1, 2, 1]))[1];
    const ratios = labels.values.map(
      (label, i) => [label, two[3 * i]! / plain[1][3 * i]!] as const,
    );
    const ofClass = (wanted: number) =>
      ratios
        .filter(([label, ratio]) => label === wanted && Number.isFinite(ratio))
        .map(([, r]) => r);
    // cross_entropy also divides by what the rows weigh.
    const base = loss.name === 'cross_entropy' ? 12 / 16 : 1;
    for (const ratio of ofClass(0)) expect(ratio).toBeCloseTo(base, 5);
    for (const ratio of ofClass(1)) expect(ratio).toBeCloseTo(2 * base, 5);
  });
});

describe('options', () => {
  it('that are not used leave cross_entropy its own kernel', () => {
    const operationOf = (options: LossSpec) => {
      const graph = new Graph();
      const ends = [graph.input('x', [4, 3]), graph.input('y', [4])] as const;
      lossNamed('cross_entropy').append(graph, ...ends, options);
      return graph.nodes[0]!.operation;
    };
    expect(operationOf(spec({}))).toBe(softmaxCrossEntropy);
    expect(operationOf(spec({ label_smoothing: 0.1 }))).not.toBe(softmaxCrossEntropy);
    expect(operationOf(spec({}, [1, 1, 1]))).not.toBe(softmaxCrossEntropy);
  });

  it('bce has one column for two classes, and one for each of more', () => {
    expect([2, 3, 26].map((classes) => lossNamed('bce').columns(classes))).toEqual([1, 3, 26]);
  });

  // Weights with smoothing, one against the rest, focal loss: torch 2, in float64.
  const file = JSON.parse(
    readFileSync(new URL('../golden/losses/class-losses.json', import.meta.url), 'utf8'),
  ) as {
    logits: Values;
    labels: number[];
    classWeights: number[];
    cases: Record<string, { value: number; gradient: Values }>;
  };

  it.each(Object.entries(file.cases))('%s is PyTorch’s', (name, expected) => {
    const { loss, settings, isWeighted } = lossOfCase(name);
    const classWeights = isWeighted ? file.classWeights : null;
    const [value, gradient] = runLoss(loss, file.logits, vector(file.labels), {
      settings,
      classWeights,
    });
    expectClose(value, [expected.value], 1e-6);
    expectClose(gradient, expected.gradient.values, 1e-6);
  });
});
