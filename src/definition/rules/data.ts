// `data:` becomes a DataSpec: a file or a generator, how it is split and how it is scaled.

import type { TaskKind } from '../../vocabulary/measure.js';
import type { ComplaintBook } from '../complaint-book.js';
import { checkNode } from '../schema/check-node.js';
import { generatorDataForm } from '../schema/data-schema.js';
import { entryOf, found, type SourceNode, type Spot } from '../source/source-node.js';
import type { DataSpec } from '../sweep-definition.js';
import { type Folders, readFileData } from './data-file.js';
import { checkTargetScaling, scalingOf, shareRemedy, splitOf } from './data-split.js';

export interface ReadData {
  readonly spec: DataSpec;
  /** null: only the file can tell. */
  readonly task: TaskKind | null;
}

/** Generators with a choice of classes. */
const MOST_CLASSES: Readonly<Record<string, number>> = { spirals: 10, blobs: 100 };

function checkClasses(generator: string, classes: number, spot: Spot, book: ComplaintBook): void {
  const most = MOST_CLASSES[generator];
  if (most === undefined) {
    book.error(
      spot,
      `expected no \`classes\` for ${generator}, which has no choice of them, found ${classes}: remove it`,
    );
  } else if (classes > most) {
    book.error(
      spot,
      `expected at most ${most} classes for ${generator}, found ${classes}: take fewer`,
    );
  }
}

function readGenerator(node: SourceNode, book: ComplaintBook): ReadData | null {
  const written = checkNode(generatorDataForm, node, book, shareRemedy);
  if (written === undefined) return null;
  const { generator, samples = 1000, noise = null, classes = null, seed = 0 } = written;
  if (classes !== null) {
    checkClasses(generator, classes, entryOf(node, 'classes')!.value.spot, book);
  }
  const shared = { ...splitOf(node, written, book), ...scalingOf(written) };
  const spec = { kind: 'generator', generator, samples, noise, classes, seed } as const;
  const task = generator === 'friedman' ? 'regression' : 'classification';
  checkTargetScaling(node, task, book);
  return { spec: { ...spec, ...shared }, task };
}

/** @returns null where it has a slip: the book then says which */
export function readData(node: SourceNode, folders: Folders, book: ComplaintBook): ReadData | null {
  const file = entryOf(node, 'file');
  const generator = entryOf(node, 'generator');
  if (file !== undefined && generator !== undefined) {
    book.error(
      generator.keySpot,
      `expected either \`file\` or \`generator\`, found both (\`file\` at ${file.keySpot.place}): keep one of them`,
    );
    return null;
  }
  if (generator !== undefined) return readGenerator(node, book);
  if (file !== undefined || entryOf(node, 'target') !== undefined) {
    return readFileData(node, folders, book);
  }
  const remedy = 'write {file: digits.csv, target: digit} or {generator: glyphs}';
  book.error(
    node.spot,
    `expected \`file\` and \`target\`, or \`generator\`, found ${found(node)}: ${remedy}`,
  );
  return null;
}
