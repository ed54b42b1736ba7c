// What every stopping rule guarantees, whatever it watches. Run over each implementation.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoppingRule } from '../../../src/stoppers/stopper.js';
import type { EpochMetrics } from '../../../src/vocabulary/metric.js';
import type { Verdict } from '../../../src/vocabulary/verdict.js';

const value = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: 0, max: 2, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity) },
);

const curve = fc
  .array(fc.record({ train_loss: value, val_loss: value, val_accuracy: value }), { maxLength: 40 })
  .map((epochs) => epochs.map((metrics, index): EpochMetrics => ({ epoch: index + 1, metrics })));

/** The verdicts of one watch until it says stop. */
function verdicts(rule: StoppingRule, trial: number, epochs: readonly EpochMetrics[]): Verdict[] {
  const watch = rule.watch(trial);
  const said: Verdict[] = [];
  for (const epoch of epochs) {
    said.push(watch.observe(epoch));
    if (said.at(-1)?.action === 'stop') break;
  }
  return said;
}

/** One that was good at every epoch. */
function completeTrial(rule: StoppingRule, trial: number): void {
  if (!rule.comparesTrials) return;
  const watch = rule.watch(trial);
  for (let epoch = 1; epoch <= 40; epoch++) {
    watch.observe({ epoch, metrics: { train_loss: 0.1, val_loss: 0.1, val_accuracy: 0.9 } });
  }
  watch.end?.('completed');
}

/** Trials whose epochs come in some order: what each was told, with its end. */
function courseOf(rule: StoppingRule, curves: readonly (readonly EpochMetrics[])[]): Verdict[] {
  const said: Verdict[] = [];
  const open = curves.map((epochs, trial) => ({ epochs, watch: rule.watch(trial), isOver: false }));
  for (let index = 0; index <= 40; index++) {
    for (const trial of open) {
      if (trial.isOver) continue;
      const epoch = trial.epochs[index];
      const verdict = epoch === undefined ? null : trial.watch.observe(epoch);
      if (verdict !== null) said.push(verdict);
      trial.isOver = verdict === null || verdict.action === 'stop';
      if (trial.isOver) trial.watch.end?.(verdict === null ? 'completed' : 'stopped');
    }
  }
  return said;
}

function sameOfTheSameCourse(makeRule: () => StoppingRule): void {
  it('says the same of the same course of all trials', () => {
    fc.assert(
      fc.property(fc.array(curve, { maxLength: 6 }), (curves) => {
        expect(courseOf(makeRule(), curves)).toEqual(courseOf(makeRule(), curves));
      }),
    );
  });
}

function ownCurveAlone(makeRule: () => StoppingRule): void {
  it('says the same of the same epochs, for any trial and however often it is asked', () => {
    fc.assert(
      fc.property(curve, (epochs) => {
        const rule = makeRule();
        const first = verdicts(rule, 3, epochs);
        expect(verdicts(rule, 4, epochs)).toEqual(first);
        expect(verdicts(makeRule(), 3, epochs)).toEqual(first);
      }),
    );
  });

  it('is not disturbed by other watches in between', () => {
    fc.assert(
      fc.property(curve, curve, (mine, others) => {
        const rule = makeRule();
        const watch = rule.watch(0);
        const other = rule.watch(1);
        const said: Verdict[] = [];
        for (const [index, epoch] of mine.entries()) {
          const foreign = others[index];
          if (foreign !== undefined) other.observe(foreign);
          said.push(watch.observe(epoch));
          if (said.at(-1)?.action === 'stop') break;
        }
        expect(said).toEqual(verdicts(makeRule(), 0, mine));
      }),
    );
  });
}

export function stoppingRuleContract(name: string, makeRule: () => StoppingRule): void {
  describe(`${name} keeps the contract of stopping rules`, () => {
    if (makeRule().comparesTrials) sameOfTheSameCourse(makeRule);
    else ownCurveAlone(makeRule);

    it('does not care in which order an epoch lists its metrics', () => {
      fc.assert(
        fc.property(curve, (epochs) => {
          const turned = epochs.map(({ epoch, metrics }) => ({
            epoch,
            metrics: Object.fromEntries(Object.entries(metrics).reverse()),
          }));
          expect(verdicts(makeRule(), 0, turned)).toEqual(verdicts(makeRule(), 0, epochs));
        }),
      );
    });

    it('gives a reason with its own name, one line of text, and facts that JSON keeps', () => {
      let stops = 0;
      fc.assert(
        fc.property(curve, (epochs) => {
          const rule = makeRule();
          for (const trial of [1, 2]) completeTrial(rule, trial);
          const last = verdicts(rule, 0, epochs).at(-1);
          if (last?.action !== 'stop') return;
          stops++;
          expect(last.reason.rule).toBe(rule.name);
          expect(last.reason.text).toMatch(/^\S[^\n]+\S$/);
          expect(JSON.parse(JSON.stringify(last.reason.facts))).toEqual(last.reason.facts);
        }),
        { seed: 1, numRuns: 300 },
      );
      expect(stops).toBeGreaterThan(0);
    });
  });
}
