// The options of a schedule that climbs a ladder become a ScheduleSpec; and whether ladder, epochs and
// trials go together. A ladder that halves nothing is legal and almost never meant.

import type { ComplaintBook } from '../complaint-book.js';
import { checkNode } from '../schema/check-node.js';
import { ladderForms } from '../schema/schedule-schema.js';
import { entryOf, type SourceNode } from '../source/source-node.js';
import type { LadderSpec } from '../sweep-definition.js';
import type { ReadSchedule } from './schedule.js';

/** What a schedule is where nothing is said of it. */
export function usualLadder(type: LadderSpec['type']): LadderSpec {
  return { type, eta: 3, minEpochs: 1 };
}

/** @returns undefined where there is a slip */
export function readLadder(
  type: LadderSpec['type'],
  node: SourceNode,
  book: ComplaintBook,
): LadderSpec | undefined {
  switch (type) {
    case 'successive_halving':
      return readHalving(node, book);
    case 'hyperband': {
      const written = checkNode(ladderForms[type], node, book);
      if (written === undefined) return undefined;
      const { eta = 3, min_epochs: minEpochs = 1 } = written;
      return { type, eta, minEpochs };
    }
    case 'asha': {
      const written = checkNode(ladderForms[type], node, book);
      if (written === undefined) return undefined;
      const { eta = 3, min_epochs: minEpochs = 1, form } = written;
      return { type, eta, minEpochs, ...(form === 'stopping' ? { form } : {}) };
    }
  }
}

function readHalving(node: SourceNode, book: ComplaintBook): LadderSpec | undefined {
  const type = 'successive_halving';
  const written = checkNode(ladderForms[type], node, book);
  if (written === undefined) return undefined;
  const { eta = 3, rule, min_epochs, aggressive_elimination: aggressive } = written;
  if (rule === 'scikit_learn') {
    const minEpochs = min_epochs === 'smallest' ? 1 : (min_epochs ?? 'exhaust');
    return { type, rule, eta, minEpochs, ...(aggressive ? { aggressiveElimination: true } : {}) };
  }
  const errors = book.errorCount;
  if (typeof min_epochs === 'string') refuse(node, 'min_epochs', min_epochs, book);
  if (aggressive === true) refuse(node, 'aggressive_elimination', 'true', book);
  if (book.errorCount > errors) return undefined;
  return { type, eta, minEpochs: Number(min_epochs ?? 1) };
}

function refuse(node: SourceNode, key: string, value: string, book: ComplaintBook): void {
  book.error(
    entryOf(node, key)?.value.spot ?? node.spot,
    `expected rule: scikit_learn beside ${key}: ${value}, found no such rule: add it, or remove ${key}`,
  );
}

/** @param configurations how many begin; null: not known */
export function checkLadder(
  { spec, spot, minEpochsSpot }: ReadSchedule,
  epochs: number,
  configurations: number | null,
  book: ComplaintBook,
): void {
  if (spec.type === 'full') return;
  const { eta, minEpochs } = spec;
  if (minEpochs !== 'exhaust') {
    if (minEpochs > epochs) {
      book.error(
        minEpochsSpot,
        `expected min_epochs of at most epochs (${epochs}), found ${minEpochs}: lower it, or raise epochs`,
      );
    } else if (minEpochs * eta > epochs) {
      book.warn(
        minEpochsSpot,
        `expected a rung before the last epoch, found min_epochs ${minEpochs} × eta ${eta} above epochs (${epochs}): no trial is ever stopped at a rung, lower min_epochs or raise epochs`,
      );
    }
  }
  if (configurations !== null && configurations < eta) {
    book.warn(
      spot,
      `expected at least eta (${eta}) configurations to choose from, found ${configurations}: raise trials, or lower eta`,
    );
  }
}
