// What is being run, in a few lines that stand above every view.

import { basename } from 'node:path';
import type { DataSet } from '../../data/data-set.js';
import type { DataSpec, SweepDefinition } from '../../definition/sweep-definition.js';
import type { StartedSweep } from '../sweep.js';
import { printable } from '../terminal/printable.js';
import { countText, plural } from '../terminal/quantities.js';

/** random × successive halving */
export function searchShown({ method, schedule }: SweepDefinition): string {
  return schedule.type === 'full' ? method : `${method} × ${schedule.type.replaceAll('_', ' ')}`;
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

/** 1,258 train, 359 validation, 180 test */
export function partsShown({ parts }: DataSet): string {
  const { train, validation, test } = parts;
  const rows = [`${countText(train.rows)} train`, `${countText(validation.rows)} validation`];
  if (test.rows > 0) rows.push(`${countText(test.rows)} test`);
  return rows.join(', ');
}

/** Below the sweep's name. */
export function outlineLines({ definition, plan, data }: StartedSweep): readonly string[] {
  const search = [
    searchShown(definition),
    plural(plan.configurations, 'configuration'),
    plural(plan.epochs, 'epoch'),
  ];
  return [
    search.join(' · '),
    `${dataNameShown(definition.data)}: ${partsShown(data)} · ${taskShown(data)}`,
  ];
}

/** Beside the sweep's name. */
export function sweepShown({ id, definition, workers }: StartedSweep): string {
  return `${id} · seed ${definition.seed} · ${plural(workers, 'worker')}`;
}
