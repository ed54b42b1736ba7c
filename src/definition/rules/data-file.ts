// `data:` from a file. Whether the file is there is for the data room to say; here its name says the
// format, which decides the keys that it takes, and paths are made absolute.

import { resolve } from 'node:path';
import {
  adviceAgainst,
  type DataFormat,
  dataFormatOf,
  tableFormats,
} from '../../vocabulary/data-format.js';
import type { TaskKind } from '../../vocabulary/measure.js';
import type { ComplaintBook } from '../complaint-book.js';
import { checkNode } from '../schema/check-node.js';
import { fileDataForm } from '../schema/data-schema.js';
import { entryOf, quoted, type SourceNode, type Spot } from '../source/source-node.js';
import type { DataSpec } from '../sweep-definition.js';
import { dataDefaults } from './data-defaults.js';
import { checkTargetScaling, scalingOf, shareRemedy, splitOf } from './data-split.js';

export interface Folders {
  /** Of the definition: what a path in it is relative to. */
  readonly definition: string;
  /** Where the person stands: what a path on the command line is relative to. */
  readonly working: string;
}

/** @returns null where it has a slip: the book then says which */
export function readFileData(
  node: SourceNode,
  folders: Folders,
  book: ComplaintBook,
): { readonly spec: DataSpec; readonly task: TaskKind | null } | null {
  const written = checkNode(fileDataForm, node, book, shareRemedy);
  if (written === undefined) return null;
  const { ignore = [], categorical_columns: categoricalColumns = [], task = null } = written;
  const format = dataFormatOf(written.file);
  checkFormat(node, format, book);
  checkNames(node, written.target ?? null, ignore, categoricalColumns, book);
  checkMeaning(node, book);
  checkTargetScaling(node, task, book);
  const absolute = (key: 'file' | 'labels', path: string) => {
    const isOverridden = entryOf(node, key)?.value.spot.overridden === true;
    return resolve(isOverridden ? folders.working : folders.definition, path);
  };
  const spec = {
    kind: 'file',
    file: absolute('file', written.file),
    labels: written.labels === undefined ? dataDefaults.labels : absolute('labels', written.labels),
    inputs: written.inputs ?? dataDefaults.inputs,
    target: written.target ?? (format === 'npz' ? 'y' : null),
    ignore,
    group: written.group ?? dataDefaults.group,
    missing: written.missing ?? 'error',
    missingIndicator: written.missing_indicator ?? dataDefaults.missingIndicator,
    categorical: written.categorical ?? dataDefaults.categorical,
    categoricalColumns,
    image: written.image ?? dataDefaults.image,
    task,
  } as const;
  return { spec: { ...spec, ...splitOf(node, written, book), ...scalingOf(written) }, task };
}

/** Where a key stands, or the section where it is not there. */
function spotOf(node: SourceNode, key: string): Spot {
  return entryOf(node, key)?.value.spot ?? node.spot;
}

function checkFormat(node: SourceNode, format: DataFormat, book: ComplaintBook): void {
  const refuse = (key: string, why: string) => {
    const entry = entryOf(node, key);
    if (entry !== undefined) {
      book.error(entry.keySpot, `expected no \`${key}\` ${why}, found one: remove it`);
    }
  };
  for (const key of ['file', 'labels']) {
    const entry = entryOf(node, key)?.value;
    const advice = entry?.kind === 'scalar' ? adviceAgainst(String(entry.value)) : null;
    if (entry?.kind !== 'scalar' || advice === null) continue;
    book.error(
      entry.spot,
      `expected a file that ends in .csv, .tsv, .jsonl, .parquet, .npy, .npz or -ubyte, found ${quoted(entry.text)}: ${advice}`,
    );
    return;
  }
  if (format !== 'npz') refuse('inputs', 'beside a file that is no .npz archive');
  if (tableFormats.includes(format)) {
    refuse('labels', 'beside a table, whose target is a column');
    if (entryOf(node, 'target') === undefined) {
      book.error(node.spot, 'expected `target` (the name of a column), found no such key: add it');
    }
  } else if (format === 'npz') refuse('labels', 'beside an archive, whose `target` is an array');
  else checkLabels(node, format, book);
}

/** An .npy or IDX file has its target in a column or in a second file. */
function checkLabels(node: SourceNode, format: DataFormat, book: ComplaintBook): void {
  const [target, labels] = [entryOf(node, 'target'), entryOf(node, 'labels')];
  if (target !== undefined && (labels !== undefined || format === 'idx')) {
    const why = format === 'idx' ? 'for an IDX file' : 'beside `labels`';
    book.error(
      target.keySpot,
      `expected no \`target\` ${why}, found one: ${labels === undefined ? 'name the file of labels under `labels`' : 'keep one of them'}`,
    );
  } else if (target === undefined && labels === undefined) {
    const what =
      format === 'idx'
        ? '`labels` (the path of a file of labels)'
        : '`labels` (the path of a file of labels) or `target` (a column’s number from 0, in quotes)';
    book.error(node.spot, `expected ${what}, found no such key: add it`);
  }
  const path = labels?.value;
  if (path?.kind !== 'scalar') return;
  const labelFormat = dataFormatOf(String(path.value));
  if (labelFormat === 'npy' || labelFormat === 'idx') return;
  book.error(
    path.spot,
    `expected labels in an .npy or IDX file, found ${quoted(path.text)}: write them with numpy.save`,
  );
}

/** A column is for one thing. */
function checkNames(
  node: SourceNode,
  target: string | null,
  ignore: readonly string[],
  categorical: readonly string[],
  book: ComplaintBook,
): void {
  if (target !== null && ignore.includes(target)) {
    book.error(
      spotOf(node, 'ignore'),
      `expected columns beside the target, found the target \`${target}\` itself: take it out of \`ignore\``,
    );
  }
  const group = entryOf(node, 'group')?.value;
  const groupName = group?.kind === 'scalar' ? String(group.value) : null;
  const uses = new Map<string, string>(ignore.map((name) => [name, '`ignore`']));
  if (groupName !== null) {
    if (groupName === target || uses.has(groupName)) {
      const other = groupName === target ? '`target`' : '`ignore`';
      book.error(
        spotOf(node, 'group'),
        `expected a column of its own, found ${quoted(groupName)}, which is also under ${other}: take it out of one of them (a group is no feature)`,
      );
    }
    uses.set(groupName, '`group`');
  }
  if (target !== null) uses.set(target, '`target`');
  for (const name of categorical) {
    const use = uses.get(name);
    if (use === undefined) continue;
    book.error(
      spotOf(node, 'categorical_columns'),
      `expected columns to learn from, found ${quoted(name)}, which is also under ${use}: take it out of one of them`,
    );
  }
}

/** Settings that would have no effect, or that do not go together. */
function checkMeaning(node: SourceNode, book: ComplaintBook): void {
  const scalarOf = (key: string) => {
    const value = entryOf(node, key)?.value;
    return value?.kind === 'scalar' ? value.value : null;
  };
  const missing = scalarOf('missing') ?? 'error';
  if (scalarOf('missing_indicator') === true && (missing === 'error' || missing === 'drop')) {
    book.error(
      spotOf(node, 'missing_indicator'),
      `expected empty cells to be imputed, found \`missing: ${missing}\`: write \`missing: median\`, or remove \`missing_indicator\``,
    );
  }
  if (entryOf(node, 'image') === undefined) return;
  const refuse = (key: string, word: string, remedy: string) =>
    book.error(spotOf(node, key), `expected pixels to be numbers, found \`${word}\`: ${remedy}`);
  if (scalarOf('categorical') === 'embedding') {
    refuse('categorical', 'categorical: embedding', 'remove it, or remove `image`');
  }
  if (entryOf(node, 'categorical_columns') !== undefined) {
    refuse('categorical_columns', 'categorical_columns', 'remove them, or remove `image`');
  }
  if (scalarOf('missing_indicator') === true) {
    refuse('missing_indicator', 'missing_indicator: true', 'remove it, or remove `image`');
  }
  if (scalarOf('scaling') === 'quantile') {
    book.error(
      spotOf(node, 'scaling'),
      'expected `standard`, `minmax` or `none` for pictures, found `quantile`: choose one of them',
    );
  }
}
