// The measures: what outputs that are no numbers come to, agreement with scikit-learn's figures, and
// laws that hold on any data.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measuresOf } from '../../src/trainables/network/measures/part-measurement.js';
import {
  oneVersusRestScoring,
  type Scoring,
  sigmoidScoring,
  softmaxScoring,
} from '../../src/trainables/network/measures/scoring.js';
import { confusionCell } from '../../src/vocabulary/confusion-cell.js';
import { measureNamed } from '../../src/vocabulary/measure.js';
import { classesOf, measured } from './measured-part.js';

type Figures = Readonly<Record<string, number | null>>;

interface Golden {
  readonly classification: readonly {
    readonly name: string;
    readonly classes: number;
    readonly scoring: 'softmax' | 'sigmoid' | 'one_versus_rest';
    readonly logits: readonly (readonly number[])[];
    readonly targets: readonly number[];
    /** null: not defined. */
    readonly figures: Figures;
    readonly confusion: readonly (readonly number[])[];
  }[];
  readonly regression: readonly {
    readonly name: string;
    readonly mean: number;
    readonly scale: number;
    readonly outputs: readonly number[];
    readonly targets: readonly number[];
    readonly figures: Figures;
  }[];
}

const golden = JSON.parse(
  readFileSync(new URL('../golden/sklearn/metrics.json', import.meta.url), 'utf8'),
) as Golden;

const scorings: Readonly<Record<string, Scoring>> = {
  softmax: softmaxScoring,
  sigmoid: sigmoidScoring,
  one_versus_rest: oneVersusRestScoring,
};

/** Healthy for none of these: the worst there is, or not a number. */
const unhealthy = (figure: number | undefined) => Number.isNaN(figure) || figure === 0;

describe('outputs that are no numbers', () => {
  const three = classesOf(3);
  const shares = ['accuracy', 'balanced_accuracy', 'f1_macro', 'f1_weighted', 'top_2', 'roc_auc'];

  it.each([
    ['NaN', [Number.NaN, Number.NaN, Number.NaN]],
    ['NaN for the first class', [Number.NaN, 3, 1]],
    ['NaN for the last class', [3, 1, Number.NaN]],
    ['infinite', [Number.POSITIVE_INFINITY, 3, 1]],
    ['infinite for all', new Array(3).fill(Number.POSITIVE_INFINITY)],
    ['minus infinity for all', new Array(3).fill(Number.NEGATIVE_INFINITY)],
  ])('predict nothing: logits that are %s', (_, row) => {
    for (const scoring of [softmaxScoring, oneVersusRestScoring]) {
      const rows = { task: three, outputs: [row, row, row], targets: [0, 1, 2], scoring };
      const figures = measured(rows);
      expect(shares.filter((name) => !unhealthy(figures[name]))).toEqual([]);
      expect(figures.roc_auc).toBeNaN();
      expect(figures.log_loss).toBeNaN();
      expect(figures[confusionCell(0, null, 3)]).toBe(1);
    }
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'predict nothing: a single logit of %d',
    (z) => {
      const outputs = [[z], [z]];
      const rows = { task: classesOf(2), outputs, targets: [0, 1], scoring: sigmoidScoring };
      const figures = measured(rows);
      expect([figures.accuracy, figures.top_2]).toEqual([0, 0]);
      expect([figures.roc_auc, figures.log_loss]).toEqual([Number.NaN, Number.NaN]);
    },
  );

  it('in one row leave the others their figures, apart from those that need all', () => {
    const outputs = [
      [3, 1, 0],
      [Number.NaN, 0, 0],
      [0, 1, 3],
    ];
    const figures = measured({ task: three, outputs, targets: [0, 1, 2] });
    expect(figures.accuracy).toBe(2 / 3);
    expect(figures.balanced_accuracy).toBe(2 / 3);
    expect(figures.log_loss).toBeNaN();
    expect(figures.roc_auc).toBeNaN();
  });

  it.each([
    [Number.NaN, [Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN]],
    [Number.POSITIVE_INFINITY, [1, 1, 1, 1, -1].map((s) => s * Number.POSITIVE_INFINITY)],
  ])('a prediction of %d shows in every error of a regression', (prediction, expected) => {
    const task = { kind: 'regression', mean: 5, scale: 2 } as const;
    const outputs = [[0.1], [prediction], [0.3]];
    const figures = measured({ task, outputs, targets: [0.1, 0.2, 0.3] });
    expect(['mse', 'rmse', 'mae', 'mape', 'r2'].map((name) => figures[name])).toEqual(expected);
    const constant = measured({ task, outputs, targets: [0.1, 0.1, 0.1] });
    expect(unhealthy(constant.r2)).toBe(true);
  });
});

describe('a classification has scikit-learn’s figures', () => {
  const cases = golden.classification.map((one) => [one.name, one] as const);

  it.each(cases)('%s', (_, { classes, scoring, logits, targets, figures, confusion }) => {
    const rows = {
      task: classesOf(classes),
      outputs: logits,
      targets,
      scoring: scorings[scoring]!,
    };
    const ours = measured(rows, 16);
    for (const [name, figure] of Object.entries(figures)) {
      if (figure === null) expect.soft(ours[name], name).toBeNaN();
      else expect.soft(Math.abs(ours[name]! - figure), name).toBeLessThan(1e-9);
    }
    const cells = confusion.flatMap((row, t) =>
      row.map((count, p) => [confusionCell(t, p, classes), count] as const),
    );
    const told = Object.entries(ours).filter(([name]) => name.startsWith('confusion'));
    expect(told).toEqual(cells.filter(([, count]) => count > 0));
  });
});

describe('a regression has scikit-learn’s figures, in the target’s unit', () => {
  const cases = golden.regression.map((one) => [one.name, one] as const);

  it.each(cases)('%s', (_, { mean, scale, outputs, targets, figures }) => {
    const task = { kind: 'regression', mean, scale } as const;
    const ours = measured({ task, outputs: outputs.map((o) => [o]), targets }, 16);
    for (const [name, figure] of Object.entries(figures)) {
      const size = Math.max(1, Math.abs(figure!));
      expect.soft(Math.abs(ours[name]! - figure!) / size, name).toBeLessThan(1e-9);
    }
  });
});

describe('laws', () => {
  const table = fc.integer({ min: 2, max: 6 }).chain((classes) =>
    fc.record({
      classes: fc.constant(classes),
      rows: fc.array(
        fc.tuple(
          fc.array(fc.integer({ min: -4, max: 4 }), { minLength: classes, maxLength: classes }),
          fc.nat(classes - 1),
        ),
        { minLength: 1, maxLength: 60 },
      ),
    }),
  );

  const rowsOf = ({ classes, rows }: { classes: number; rows: [number[], number][] }) => ({
    task: classesOf(classes),
    outputs: rows.map(([logits]) => logits),
    targets: rows.map(([, target]) => target),
  });

  it('figures do not depend on how rows are cut into batches', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 60 }), (some, batch) => {
        expect(measured(rowsOf(some), batch)).toEqual(measured(rowsOf(some)));
      }),
    );
  });

  it('roc_auc is the share of pairs that are in order, an equal pair counting half', () => {
    const scored = fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.nat(1)), {
      minLength: 1,
      maxLength: 80,
    });
    fc.assert(
      fc.property(scored, (rows) => {
        const own = rows.filter(([, target]) => target === 1).map(([z]) => z);
        const others = rows.filter(([, target]) => target === 0).map(([z]) => z);
        const pairs = own.flatMap((z) => others.map((o) => (z > o ? 1 : z === o ? 0.5 : 0)));
        const share = pairs.reduce<number>((sum, pair) => sum + pair, 0) / pairs.length;
        const outputs = rows.map(([z]) => [z]);
        const targets = rows.map(([, target]) => target);
        const task = classesOf(2);
        const { roc_auc } = measured({ task, outputs, targets, scoring: sigmoidScoring });
        expect(roc_auc).toBe(share);
      }),
    );
  });

  it('two logits are softmax’s, and their difference is sigmoid’s', () => {
    const row = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }));
    fc.assert(
      fc.property(row, ([a, b]) => {
        const [two, one] = [new Float64Array(2), new Float64Array(2)];
        softmaxScoring(Float32Array.of(a, b), 2, 0, two);
        sigmoidScoring(Float32Array.of(b - a), 1, 0, one);
        expect(Math.abs(two[1]! - one[1]!)).toBeLessThan(1e-15);
        expect(Math.abs(one[0]! + one[1]! - 1)).toBeLessThan(1e-15);
      }),
    );
  });

  it('cells of a confusion matrix, in the order of their names, are in the matrix’s order', () => {
    const cells = [2, 10, 9].flatMap((t) => [11, 3].map((p) => confusionCell(t, p, 12)));
    expect(cells.sort()).toEqual(
      [
        [2, 3],
        [2, 11],
        [9, 3],
        [9, 11],
        [10, 3],
        [10, 11],
      ].map(([t, p]) => confusionCell(t!, p!, 12)),
    );
  });
});

describe('what is measured', () => {
  const task = classesOf(3);
  it('is little, unless more is asked for', () => {
    expect(measuresOf('train', task, [])).toEqual([]);
    expect(measuresOf('val', task, [])).toEqual(['loss', 'accuracy']);
    const regression = { kind: 'regression', mean: 0, scale: 1 } as const;
    expect(measuresOf('test', regression, [])).toEqual(['loss', 'mse', 'rmse', 'mae', 'r2']);
  });
  it('of the test part is what is measured of validation', () => {
    const extra = ['train_accuracy', 'val_roc_auc', 'val_top_2'];
    expect(measuresOf('train', task, extra)).toEqual(['accuracy']);
    expect(measuresOf('val', task, extra)).toEqual(['loss', 'accuracy', 'roc_auc', 'top_2']);
    expect(measuresOf('test', task, extra)).toEqual(['loss', 'accuracy', 'roc_auc', 'top_2']);
  });
  it('may be any top_k from 2 on', () => {
    const names = ['top_2', 'top_10', 'top_9999'];
    expect(names.map((name) => measureNamed(name)?.name)).toEqual(['top_k', 'top_k', 'top_k']);
    const none = ['top_k', 'top_1', 'top_0', 'top_02', 'top_10000', 'top_2x', 'x_top_2'];
    expect(none.filter((name) => measureNamed(name) !== undefined)).toEqual([]);
  });
});
