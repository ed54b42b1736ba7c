// What depends on the task of the data: words of settings that only the other task has, and lists with
// one number for each class.

import type { ParameterValue } from '../../vocabulary/configuration.js';
import type { TaskKind } from '../../vocabulary/measure.js';
import type { ComplaintBook } from '../complaint-book.js';
import { quoted } from '../source/source-node.js';
import type { FixedSetting } from './fixed-settings.js';
import type { ReadParameter } from './parameters.js';

export interface KnownTask {
  readonly kind: TaskKind;
  /** null: only the data can tell. */
  readonly classes: number | null;
}

function valuesOf(read: ReadParameter | FixedSetting): readonly ParameterValue[] {
  if ('value' in read) return read.value === undefined ? [] : [read.value];
  const { domain } = read;
  if (domain?.kind === 'constant') return [domain.value];
  return domain?.kind === 'categorical' ? domain.values : [];
}

/** @param task null: not known yet */
export function checkTask(
  task: KnownTask | null,
  settings: readonly (ReadParameter | FixedSetting)[],
  book: ComplaintBook,
): void {
  if (task === null) return;
  for (const read of settings) {
    const { name, byTask, kind } = read.setting;
    const words = byTask?.[task.kind];
    for (const value of valuesOf(read)) {
      if (words !== undefined && !words.includes(String(value))) {
        const choice = words.map(quoted).join(', ');
        book.error(
          read.spot,
          `expected a ${name} of ${task.kind}, which these data are, found ${quoted(String(value))}: use one of ${choice}`,
        );
      }
      if (kind.type !== 'numbers' || !kind.perClass || typeof value !== 'object') continue;
      if (task.classes === null || value.length === task.classes) continue;
      book.error(
        read.spot,
        `expected ${task.classes} numbers for ${quoted(name)}, one for each class of these data, found ${value.length}: write one for each, in the order of the classes`,
      );
    }
  }
}
