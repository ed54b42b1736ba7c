// What stands behind a parameter's name becomes a domain. Short forms: a bare value is that value
// (lr: 0.01), a bare list its alternatives (lr: [0.1, 0.01]). For settings that are lists themselves
// (hidden: [64, 64]) a bare list of numbers could be either, and is refused with both ways to write it.

import type { Domain } from '../../space/parameter.js';
import type { ParameterValue } from '../../vocabulary/configuration.js';
import { type Setting, takesLists } from '../../vocabulary/setting.js';
import type { ComplaintBook } from '../complaint-book.js';
import { checkNode } from '../schema/check-node.js';
import {
  distributionSchema,
  type Form,
  formOfDistribution,
} from '../schema/distribution-schema.js';
import { categoricalForm, constantForm } from '../schema/parameter-schema.js';
import { isNumeric, settingSchema } from '../schema/setting-schema.js';
import { entryOf, found, type MapNode, quoted, type SourceNode } from '../source/source-node.js';
import { readBeta, readNormal } from './bell.js';
import { readExponents, readRange } from './range.js';

/** What other tools call a distribution. */
const FOREIGN_DISTRIBUTIONS = new Map<string, string>(
  Object.entries({
    loguniform: 'use `log_uniform_values`',
    lognormal: 'use `log_normal`',
    quniform: 'use `q_uniform`',
    choice: 'use `categorical`',
  }),
);

/** The keys of each form; the first is the one it cannot be without. */
const FORM_KEYS = {
  constant: ['value'],
  categorical: ['values', 'probabilities', 'ordered'],
  range: ['min', 'max', 'q'],
} as const satisfies Partial<Record<Form, readonly string[]>>;

type InferredForm = keyof typeof FORM_KEYS;

const FORMS: readonly InferredForm[] = ['constant', 'categorical', 'range'];

/** Keys of forms that their distribution alone tells. */
const SHAPES: Readonly<Record<string, string>> = {
  mu: 'normal',
  sigma: 'normal',
  a: 'beta',
  b: 'beta',
};

function keysOf(node: MapNode, form: InferredForm): readonly string[] {
  return FORM_KEYS[form].filter((key) => entryOf(node, key) !== undefined);
}

/** A distribution of one form with the keys of another. */
function contradicts(node: MapNode, name: string, form: Form, book: ComplaintBook): boolean {
  // Of the others no key is needed: the schema knows which they may have.
  if (form === 'exponents' || form === 'normal' || form === 'beta') return false;
  const others = FORMS.filter((other) => other !== form).flatMap((other) => keysOf(node, other));
  if (keysOf(node, form).length > 0 || others.length === 0) return false;
  const needed = form === 'range' ? '`min` and `max`' : `\`${FORM_KEYS[form][0]}\``;
  const there = others.map(quoted).join(' and ');
  book.error(
    entryOf(node, others[0]!)!.keySpot,
    `expected ${needed} with distribution: ${name}, found ${there}: change one of them`,
  );
  return true;
}

function formByDistribution(
  node: MapNode,
  distribution: SourceNode,
  book: ComplaintBook,
): Form | null {
  const name = checkNode(distributionSchema, distribution, book, (_, at) =>
    at.kind === 'scalar' ? (FOREIGN_DISTRIBUTIONS.get(at.text) ?? null) : null,
  );
  if (name === undefined) return null;
  const form = formOfDistribution(name);
  return contradicts(node, name, form, book) ? null : form;
}

function formOf(node: MapNode, name: string, book: ComplaintBook): Form | null {
  const distribution = entryOf(node, 'distribution');
  if (distribution !== undefined) return formByDistribution(node, distribution.value, book);
  const shape = node.entries.find(({ key }) => Object.hasOwn(SHAPES, key));
  if (shape !== undefined) {
    const what = `expected \`distribution\` beside ${quoted(shape.key)} for ${quoted(name)}`;
    const remedy = `add distribution: ${SHAPES[shape.key]}`;
    book.error(shape.keySpot, `${what}, found no such key: ${remedy}`);
    return null;
  }
  const [first, second] = FORMS.filter((form) => keysOf(node, form).length > 0);
  if (first !== undefined && second !== undefined) {
    const [one, other] = [keysOf(node, first)[0]!, keysOf(node, second)[0]!];
    const either = `expected either \`value\`, \`values\` or \`min\` and \`max\` for ${quoted(name)}`;
    const keySpot = entryOf(node, other)!.keySpot;
    book.error(keySpot, `${either}, found \`${one}\` and \`${other}\`: keep one of them`);
    return null;
  }
  if (first !== undefined) return first;
  const keys = node.entries.map(({ key }) => quoted(key)).join(', ') || 'none of them';
  book.error(
    node.spot,
    `expected \`value\`, \`values\`, or \`min\` and \`max\` for ${quoted(name)}, found ${keys}: write {min: …, max: …} or {values: […]}`,
  );
  return null;
}

function withoutRepetition(
  values: readonly ParameterValue[],
  nodeOf: (index: number) => SourceNode,
  book: ComplaintBook,
): readonly ParameterValue[] {
  const seen = new Set<string>();
  return values.filter((value, index) => {
    const text = JSON.stringify(value);
    const node = nodeOf(index);
    if (seen.has(text)) {
      const what = `expected each alternative once, found ${text} again`;
      book.warn(node.spot, `${what}: it is left out, as it would never be used`);
      return false;
    }
    return seen.add(text);
  });
}

function readList(setting: Setting, node: SourceNode, book: ComplaintBook): Domain | null {
  if (node.kind !== 'list') return null;
  if (takesLists(setting.kind) && !node.items.some((item) => item.kind === 'list')) {
    const text = node.items.map((item) => (item.kind === 'scalar' ? item.text : '…')).join(', ');
    book.error(
      node.spot,
      `expected {value: …} or {values: …} for ${quoted(setting.name)}, found a bare list that could be either: write {value: [${text}]} or {values: [[${text}]]}`,
    );
    return null;
  }
  const map: MapNode = {
    kind: 'map',
    spot: node.spot,
    entries: [{ key: 'values', keySpot: node.spot, value: node }],
  };
  return readCategorical(setting, map, book);
}

function readCategorical(setting: Setting, node: MapNode, book: ComplaintBook): Domain | null {
  const form = checkNode(categoricalForm(setting), node, book);
  const list = entryOf(node, 'values')?.value;
  if (form === undefined || list?.kind !== 'list') return null;
  const values = form.values as readonly ParameterValue[];
  const nodeOf = (index: number) => list.items[index] ?? list;
  const distinct = withoutRepetition(values, nodeOf, book);
  const { probabilities, distribution } = form;
  const ordered = form.ordered ?? distribution === 'ordinal';
  const slip = alternativesSlip({ ...form, ordered }, values.length, distinct.length);
  if (slip !== null) {
    book.error(entryOf(node, slip.key)?.value.spot ?? node.spot, slip.message);
    return null;
  }
  return {
    kind: 'categorical',
    values: distinct,
    ...(probabilities === undefined ? {} : { probabilities }),
    ...(ordered ? { ordered } : {}),
  };
}

interface WrittenAlternatives {
  readonly distribution?: string | undefined;
  readonly probabilities?: readonly number[] | undefined;
  readonly ordered: boolean;
}

/** The first slip of a list with what stands beside it: where, and what; null if it is sound. */
function alternativesSlip(
  { distribution, probabilities, ordered }: WrittenAlternatives,
  count: number,
  different: number,
): { readonly key: string; readonly message: string } | null {
  if (distribution === 'ordinal' && !ordered) {
    const message = 'expected ordered: true with distribution: ordinal, found false: remove it';
    return { key: 'ordered', message };
  }
  if (probabilities === undefined) {
    if (distribution !== 'categorical_w_probabilities') return null;
    const message = `expected \`probabilities\` with distribution: ${distribution}, found no such key: add one for each value`;
    return { key: 'distribution', message };
  }
  const key = 'probabilities';
  if (probabilities.length !== count || different < count) {
    const values = different < count ? 'different value' : 'value';
    const message = `expected a probability for each ${values}, found ${probabilities.length} for ${different}: ${different < count ? 'write each value once' : 'write as many as there are values'}`;
    return { key, message };
  }
  const sum = probabilities.reduce((all, one) => all + one, 0);
  if (Math.abs(sum - 1) <= 1e-6) return null;
  const message = `expected probabilities with a sum of 1, found ${Number(sum.toPrecision(6))}: change them`;
  return { key, message };
}

function readForm(setting: Setting, node: MapNode, book: ComplaintBook): Domain | null {
  const form = formOf(node, setting.name, book);
  switch (form) {
    case null:
      return null;
    case 'constant': {
      const constant = checkNode(constantForm(setting), node, book);
      return constant === undefined
        ? null
        : { kind: 'constant', value: constant.value as ParameterValue };
    }
    case 'categorical':
      return readCategorical(setting, node, book);
    default: {
      if (isNumeric(setting.kind)) return readNumbers(form, setting, node, book);
      book.error(
        node.spot,
        `expected \`values\` for ${quoted(setting.name)}, which is not a number, found a range: list the alternatives`,
      );
      return null;
    }
  }
}

function readNumbers(
  form: Exclude<Form, 'constant' | 'categorical'>,
  setting: Setting,
  node: MapNode,
  book: ComplaintBook,
): Domain | null {
  switch (form) {
    case 'range':
      return readRange(setting, node, book);
    case 'exponents':
      return readExponents(setting, node, book);
    case 'normal':
      return readNormal(setting, node, book);
    case 'beta':
      return readBeta(setting, node, book);
  }
}

/** @returns null where it is none: the book then says why */
export function readDomain(setting: Setting, node: SourceNode, book: ComplaintBook): Domain | null {
  if (node.kind === 'map') return readForm(setting, node, book);
  if (node.kind === 'list') return readList(setting, node, book);
  if (node.value === null) {
    const what = `expected a value, a list or a range for ${quoted(setting.name)}`;
    book.error(node.spot, `${what}, found ${found(node)}: write {value: …} or {min: …, max: …}`);
    return null;
  }
  const value = checkNode(settingSchema(setting), node, book);
  return value === undefined ? null : { kind: 'constant', value: value as ParameterValue };
}
