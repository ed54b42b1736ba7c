// The text of a definition becomes a SweepDefinition, or every slip in it with its place.

import { dirname, extname, resolve } from 'node:path';
import type { Complaint } from '../vocabulary/errors.js';
import type { Settings } from '../vocabulary/setting.js';
import { type ComplaintBook, complaintBook } from './complaint-book.js';
import { definitionFromTree } from './definition-from-tree.js';
import { readJson } from './source/json-source.js';
import { invisibleCharacter, MAX_BYTES, tooLarge } from './source/limits.js';
import { type Override, withOverrides } from './source/overrides.js';
import type { SourceNode, Spot } from './source/source-node.js';
import { readYaml } from './source/yaml-source.js';
import type { SweepDefinition } from './sweep-definition.js';
import { nameOfFile } from './sweep-name.js';
import { fromWandb } from './wandb/wandb-sweep.js';

export interface DefinitionSource {
  readonly text: string;
  /** As the person named it: what places begin with. Relative to workingDirectory. */
  readonly file: string;
  /** Left out: json for a file named .json, else yaml. */
  readonly format?: 'yaml' | 'json';
  readonly overrides: readonly Override[];
  /** Absolute: what paths in overrides are relative to. */
  readonly workingDirectory: string;
  /** What the trainable can be told. */
  readonly settings: Settings;
}

export interface ParsedDefinition {
  /** null exactly where there are errors. */
  readonly definition: SweepDefinition | null;
  readonly errors: readonly Complaint[];
  readonly warnings: readonly Complaint[];
}

function spotOfFile(file: string, line: number, column: number, order: number): Spot {
  return { place: `${file}:${line}:${column}`, order, overridden: false };
}

/** Spots by offset. Lines are found once: a file can have as many values as characters. */
function spotsOf(file: string, text: string): (offset: number) => Spot {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return spotOfFile(file, low + 1, offset - starts[low]! + 1, offset);
  };
}

function readTree(
  { file, format }: DefinitionSource,
  text: string,
  book: ComplaintBook,
): SourceNode | null {
  const spotAt = spotsOf(file, text);
  const invisible = invisibleCharacter(text);
  if (invisible !== null) {
    book.error(
      spotAt(invisible.offset),
      `expected text that can be seen, found the character ${invisible.name}: remove it`,
    );
    return null;
  }
  const isJson = (format ?? (extname(file).toLowerCase() === '.json' ? 'json' : 'yaml')) === 'json';
  if (!isJson) return readYaml(text, (...spot) => spotOfFile(file, ...spot), book);
  return readJson(text, spotAt, book);
}

/** Every slip is reported, in the order of the text. Does not look whether the data's file is there. */
export function parseDefinition(source: DefinitionSource): ParsedDefinition {
  const { file, workingDirectory, settings, overrides } = source;
  const book = complaintBook();
  const text = source.text.replace(/^\ufeff/, '');
  const bytes = Buffer.byteLength(text);
  let definition: SweepDefinition | null = null;
  if (bytes > MAX_BYTES) book.error(spotOfFile(file, 1, 1, 0), tooLarge(bytes));
  else {
    const tree = readTree(source, text, book);
    if (tree !== null) {
      const whole = withOverrides(tree, overrides, text.length + 1, book);
      const folders = {
        definition: dirname(resolve(workingDirectory, file)),
        working: workingDirectory,
      };
      const context = { settings, folders, defaultName: nameOfFile(file) };
      definition = definitionFromTree(fromWandb(whole, settings, book), context, book);
    }
  }
  const parsed = { definition, errors: book.errors(), warnings: book.warnings() };
  return Object.freeze(parsed);
}
