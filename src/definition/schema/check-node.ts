// A part of the source tree against a schema. What the schema says of a bare value becomes complaints
// with places: expected (the schema's words), found (as it was written), and what to do.

import type * as z from 'zod';
import { nearestName, suggestion } from '../../vocabulary/nearest-name.js';
import type { ComplaintBook } from '../complaint-book.js';
import { numberLikeText } from '../rules/number-like-text.js';
import {
  entryOf,
  found,
  type MapEntry,
  nodeAt,
  plainOf,
  quoted,
  type SourceNode,
} from '../source/source-node.js';

/** What to do about the node at a path, where a rule knows better than the schema; null: it does not. */
export type Remedy = (path: readonly PropertyKey[], node: SourceNode) => string | null;

type Issue = z.core.$ZodIssue;

function typeRemedy(expected: string, node: SourceNode): string {
  if (node.kind !== 'scalar') return expected === 'array' ? 'write a list' : 'write one value';
  const { value } = node;
  if (value === null) return 'give it a value, or remove the key';
  if (expected === 'boolean') {
    if (typeof value === 'string' && /^(yes|on|y|true)$/i.test(value)) return 'write true';
    if (typeof value === 'string' && /^(no|off|n|false)$/i.test(value)) return 'write false';
  }
  if (expected === 'array') return `write [${node.text}]`;
  if (expected === 'object' || expected === 'record') return 'write {key: value, …}';
  if (expected === 'string') return 'put it in quotes';
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return 'write a finite number';
    const [low, high] = [Math.floor(value), Math.ceil(value)];
    return Number.isSafeInteger(low)
      ? `write ${low} or ${high}`
      : 'write a number that is not so large';
  }
  const misread = typeof value === 'string' ? numberLikeText(value) : null;
  return misread === null ? 'write a number' : `write ${misread.number}, ${misread.how}`;
}

function remedyFor(issue: Issue, node: SourceNode): string {
  if (issue.code === 'invalid_type') return typeRemedy(issue.expected, node);
  if (issue.code === 'invalid_value' && node.kind === 'scalar') {
    const near = nearestName(node.text, issue.values.map(String));
    if (near !== null && near !== node.text) return `did you mean \`${near}\`?`;
    return issue.values.length > 1 ? 'use one of them' : 'use it';
  }
  if (issue.code === 'invalid_union' && node.kind === 'scalar') {
    const words = issue.errors.flat().flatMap((e) => (e.code === 'invalid_value' ? e.values : []));
    const near = nearestName(node.text, words.map(String));
    if (near !== null) return `did you mean \`${near}\`?`;
  }
  if (issue.code === 'too_small' && node.kind === 'list') return 'add an item';
  const isBound = issue.code === 'too_small' || issue.code === 'too_big';
  const isNumber = node.kind === 'scalar' && typeof node.value === 'number';
  return isBound && isNumber ? 'choose a value within these bounds' : 'change it';
}

/** The keys that the map at a path may have, read from the schema itself. */
function knownKeys(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const def = schema._zod.def as z.core.$ZodTypeDef & {
    innerType?: z.core.$ZodType;
    element?: z.core.$ZodType;
    shape?: Readonly<Record<string, z.core.$ZodType>>;
  };
  if (def.innerType !== undefined) return knownKeys(def.innerType, path);
  const [step, ...rest] = path;
  if (step === undefined) return Object.keys(def.shape ?? {});
  const inner = def.element ?? def.shape?.[String(step)];
  return inner === undefined ? [] : knownKeys(inner, rest);
}

/** {max: 0,1} is max 0 and a key 1 without a value. */
function isDecimalComma(entry: MapEntry | undefined): boolean {
  if (entry === undefined || !/^\d+$/.test(entry.key)) return false;
  return entry.value.kind === 'scalar' && entry.value.value === null;
}

function complainOfKeys(
  keys: readonly string[],
  node: SourceNode,
  known: readonly string[],
  book: ComplaintBook,
): void {
  const list = known.map((name) => `\`${name}\``).join(', ');
  for (const key of keys) {
    const entry = entryOf(node, key);
    const near = nearestName(key, known);
    const other = near === null ? 'remove it' : suggestion(key, known);
    const remedy = isDecimalComma(entry) ? 'if it is a decimal, write a point, not a comma' : other;
    const what = `expected a key of ${list}, found ${quoted(key)}`;
    book.error(entry?.keySpot ?? node.spot, `${what}: ${remedy}`);
  }
}

/** A missing key that stands there misspelled is told once, where it stands. */
function isMisspelled(key: string, parent: SourceNode, known: readonly string[]): boolean {
  if (parent.kind !== 'map') return false;
  const unknown = parent.entries.filter((entry) => !known.includes(entry.key));
  return unknown.some((entry) => nearestName(entry.key, known) === key);
}

function complainOfMissing(
  issue: Issue,
  schema: z.ZodType,
  root: SourceNode,
  book: ComplaintBook,
): void {
  const path = issue.path.slice(0, -1);
  const parent = nodeAt(root, path) ?? root;
  const key = String(issue.path.at(-1));
  if (isMisspelled(key, parent, knownKeys(schema, path))) return;
  const what = `expected ${quoted(key)} (${issue.message})`;
  book.error(parent.spot, `${what}, found no such key: add it`);
}

/** Where one form of several fits but for something within it, what is wrong within it. */
function innermost(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const [form, ...others] = issue.errors.filter((found) =>
    found.every(({ path }) => path.length > 0),
  );
  if (form === undefined || others.length > 0) return [issue];
  return form.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** @returns the schema's value, or undefined where it does not fit: the book then says why */
export function checkNode<Schema extends z.ZodType>(
  schema: Schema,
  node: SourceNode,
  book: ComplaintBook,
  remedy: Remedy = () => null,
): z.output<Schema> | undefined {
  const result = schema.safeParse(plainOf(node));
  if (result.success) return result.data;
  for (const issue of result.error.issues.flatMap(innermost)) {
    const at = nodeAt(node, issue.path);
    if (at === undefined) complainOfMissing(issue, schema, node, book);
    else if (issue.code === 'unrecognized_keys') {
      complainOfKeys(issue.keys, at, knownKeys(schema, issue.path), book);
    } else {
      const what = remedy(issue.path, at) ?? remedyFor(issue, at);
      book.error(at.spot, `expected ${issue.message}, found ${found(at)}: ${what}`);
    }
  }
  return undefined;
}
