// The keys that every data section may have: how rows are split into parts, and how numbers are scaled.

import type { TaskKind } from '../../vocabulary/measure.js';
import type { ComplaintBook } from '../complaint-book.js';
import type { Remedy } from '../schema/check-node.js';
import { entryOf, type SourceNode } from '../source/source-node.js';
import type { ScalingSpec, SplitSpec } from '../sweep-definition.js';
import { dataDefaults } from './data-defaults.js';

export const shareRemedy: Remedy = (path, node) => {
  const isShare = path[0] === 'validation' || path[0] === 'test';
  if (!isShare || node.kind !== 'scalar' || typeof node.value !== 'number') return null;
  if (node.value < 1 || node.value >= 100) return 'write 0.2 for one row in five';
  return node.value === 1
    ? 'something must be left to train on'
    : `write ${node.value / 100} for ${node.value} %`;
};

interface WrittenSplit {
  readonly validation?: number | undefined;
  readonly test?: number | undefined;
  readonly split_seed?: number | undefined;
}

export function splitOf(node: SourceNode, written: WrittenSplit, book: ComplaintBook): SplitSpec {
  const { validation = 0.2, test = 0, split_seed: splitSeed = 0 } = written;
  if (validation + test >= 1) {
    book.error(
      entryOf(node, 'test')?.value.spot ?? node.spot,
      `expected validation + test below 1, found ${validation} + ${test}: leave something to train on`,
    );
  }
  return { validation, test, splitSeed };
}

interface WrittenScaling {
  readonly scaling?: ScalingSpec['scaling'] | undefined;
  readonly target_scaling?: ScalingSpec['targetScaling'] | undefined;
}

export function scalingOf(written: WrittenScaling): ScalingSpec {
  const { scaling = dataDefaults.scaling, target_scaling: target } = written;
  return { scaling, targetScaling: target ?? dataDefaults.targetScaling };
}

/** @param task null: only the file can tell */
export function checkTargetScaling(
  node: SourceNode,
  task: TaskKind | null,
  book: ComplaintBook,
): void {
  const entry = entryOf(node, 'target_scaling');
  if (entry === undefined || task !== 'classification') return;
  book.error(
    entry.keySpot,
    'expected no `target_scaling` for a classification, whose target is a class, found one: remove it',
  );
}
