// `data:` becomes a DataSpec: a file or a generator, and how it is split. Whether the file is there is
// for the data room to say; here a path is only made absolute.

import { resolve } from 'node:path';
import type { TaskKind } from '../../vocabulary/measure.js';
import type { ComplaintBook } from '../complaint-book.js';
import { checkNode, type Remedy } from '../schema/check-node.js';
import { fileDataForm, generatorDataForm } from '../schema/section-schema.js';
import { entryOf, found, type SourceNode, type Spot } from '../source/source-node.js';
import type { DataSpec, SplitSpec } from '../sweep-definition.js';

export interface ReadData {
  readonly spec: DataSpec;
  /** null: only the file can tell. */
  readonly task: TaskKind | null;
}

export interface Folders {
  /** Of the definition: what a path in it is relative to. */
  readonly definition: string;
  /** Where the person stands: what a path on the command line is relative to. */
  readonly working: string;
}

const shareRemedy: Remedy = (path, node) => {
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

function splitOf(node: SourceNode, written: WrittenSplit, book: ComplaintBook): SplitSpec {
  const { validation = 0.2, test = 0, split_seed: splitSeed = 0 } = written;
  if (validation + test >= 1) {
    book.error(
      entryOf(node, 'test')?.value.spot ?? node.spot,
      `expected validation + test below 1, found ${validation} + ${test}: leave something to train on`,
    );
  }
  return { validation, test, splitSeed };
}

function readFile(node: SourceNode, folders: Folders, book: ComplaintBook): ReadData | null {
  const written = checkNode(fileDataForm, node, book, shareRemedy);
  if (written === undefined) return null;
  const { target, ignore = [], missing = 'error', task = null } = written;
  const path = entryOf(node, 'file')!.value;
  if (ignore.includes(target)) {
    const spot = entryOf(node, 'ignore')?.value.spot ?? node.spot;
    book.error(
      spot,
      `expected columns beside the target, found the target \`${target}\` itself: take it out of \`ignore\``,
    );
  }
  const file = resolve(path.spot.overridden ? folders.working : folders.definition, written.file);
  const split = splitOf(node, written, book);
  const spec = {
    kind: 'file',
    file,
    target,
    ignore,
    missing,
    task,
  } as const;
  return { spec: { ...spec, ...split }, task };
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
  const split = splitOf(node, written, book);
  const spec = { kind: 'generator', generator, samples, noise, classes, seed } as const;
  const task = generator === 'friedman' ? 'regression' : 'classification';
  return { spec: { ...spec, ...split }, task };
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
    return readFile(node, folders, book);
  }
  const remedy = 'write {file: digits.csv, target: digit} or {generator: glyphs}';
  book.error(
    node.spot,
    `expected \`file\` and \`target\`, or \`generator\`, found ${found(node)}: ${remedy}`,
  );
  return null;
}
