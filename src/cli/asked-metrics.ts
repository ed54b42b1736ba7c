// The metrics that a sweep asks for by name: those that rank, stop, or are just wanted. What only the
// data can tell of them is looked at before anything is trained.

import type { DataSet } from '../data/data-set.js';
import { objectivesOf, type SweepDefinition } from '../definition/sweep-definition.js';
import { Slip } from '../vocabulary/errors.js';
import { extraMetrics, measureOf, measures, metricParts } from '../vocabulary/measure.js';

function askedMetrics(definition: SweepDefinition) {
  const { stopping, alsoMeasure = [] } = definition;
  const stoppers = stopping.flatMap((rule) =>
    rule.type !== 'diverged' && rule.metric !== null ? [rule.metric.name] : [],
  );
  return [...objectivesOf(definition).map(({ name }) => name), ...stoppers, ...alsoMeasure];
}

/** What every training of the sweep measures beside the usual metrics, sorted. */
export function extraMetricsOf(definition: SweepDefinition): readonly string[] {
  return extraMetrics(askedMetrics(definition));
}

/** @throws Slip for a metric that the data's task does not have, or that says nothing about them */
export function refuseUnmeasurable(definition: SweepDefinition, { task }: DataSet): void {
  for (const metric of askedMetrics(definition)) {
    if (measureOf(metric)?.tasks.includes(task.kind) !== true) {
      const others = measures.filter(({ tasks, goal }) => goal && tasks.includes(task.kind));
      throw new Slip(
        `expected metrics of ${task.kind}, which this data is, found \`${metric}\`: use one of ${others.map(({ name }) => `\`val_${name}\``).join(', ')}`,
      );
    }
    const [, k] = /^top_(\d+)$/.exec(metricParts(metric)?.measure ?? '') ?? [];
    if (k === undefined || task.kind === 'regression' || Number(k) < task.classes.length) continue;
    throw new Slip(
      `expected fewer than the ${task.classes.length} classes of this data for \`${metric}\`, which is else always 1, found ${k}: take a smaller number`,
    );
  }
}
