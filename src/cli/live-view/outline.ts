// What is being run, in a few lines that stand above every view.

import { basename } from 'node:path';
import type { DataSet } from '../../data/data-set.js';
import type { DataSpec, SweepDefinition } from '../../definition/sweep-definition.js';
import type { StartedSweep } from '../prepare-sweep.js';
import { slotsAdvice, slotsShown } from '../slots-shown.js';
import { printable } from '../terminal/printable.js';
import { countText, plural, replicatesShown } from '../terminal/quantities.js';

/** random × successive halving */
export function searchShown({ method, schedule }: SweepDefinition): string {
  return schedule.type === 'full' ? method : `${method} × ${schedule.type.replaceAll('_', ' ')}`;
}

/** 81 configurations, the first 2 of them given */
export function configurationsShown({ first }: SweepDefinition, count: number): string {
  const given = first === undefined ? '' : `, the first ${first.length} given`;
  return `${plural(count, 'configuration')}${given}`;
}

/** digits.csv, or glyphs (made up) */
export function dataNameShown(data: DataSpec): string {
  return data.kind === 'file' ? printable(basename(data.file)) : `${data.generator} (generated)`;
}

/** 64 features, 10 classes */
export function taskShown({ task, features }: DataSet): string {
  const target =
    task.kind === 'regression' ? 'a number' : plural(task.classes.length, 'class', 'es');
  return `${plural(features.length, 'feature')} → ${target}`;
}

/** 1,258 train, 359 validation, 180 test; with folds, the rows that validate in turn */
export function partsShown([first, ...others]: readonly DataSet[]): string {
  const { train, validation, test } = first!.parts;
  if (others.length > 0) {
    const rows = [`${countText(train.rows + validation.rows)} in ${others.length + 1} folds`];
    if (test.rows > 0) rows.push(`${countText(test.rows)} test`);
    return rows.join(', ');
  }
  const rows = [`${countText(train.rows)} train`, `${countText(validation.rows)} validation`];
  if (test.rows > 0) rows.push(`${countText(test.rows)} test`);
  return rows.join(', ');
}

/** 243 epochs; about 243 where trials go on one by one: who goes on at once would perhaps not have later. */
export function plannedShown(epochs: number, isPlanExact: boolean): string {
  return `${isPlanExact ? '' : 'about '}${plural(epochs, 'epoch')}`;
}

/** Below the sweep's name. */
export function outlineLines({ definition, plan, data, workers }: StartedSweep): readonly string[] {
  const replicates = replicatesShown(definition.seeds, definition.folds);
  const configurations = configurationsShown(definition, plan.configurations);
  const search = [
    searchShown(definition),
    replicates === '' ? configurations : `${configurations} × ${replicates}`,
    plannedShown(plan.epochs, plan.scheduler.isPlanExact),
    slotsShown(plan.order),
  ].filter((part) => part !== '');
  const advice = slotsAdvice(plan.order, workers);
  return [
    search.join(' · '),
    ...(advice === '' ? [] : [`slots: ${advice}`]),
    `${dataNameShown(definition.data)}: ${partsShown(data)} · ${taskShown(data[0]!)}`,
  ];
}

/** Beside the sweep's name. */
export function sweepShown({ id, definition, workers }: StartedSweep): string {
  return `${id} · seed ${definition.seed} · ${plural(workers, 'worker')}`;
}
