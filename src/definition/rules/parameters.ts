// `parameters:` becomes a list of parameters in the file's order. A nested group's names are dotted,
// and a group or a prefix named as a setting's group is dropped: model.hidden is hidden.

import type { Domain } from '../../space/parameter.js';
import { nearestName } from '../../vocabulary/nearest-name.js';
import { type Setting, type Settings, takesLists } from '../../vocabulary/setting.js';
import type { ComplaintBook } from '../complaint-book.js';
import {
  entryOf,
  found,
  type MapEntry,
  quoted,
  type SourceNode,
  type Spot,
} from '../source/source-node.js';
import { readDomain } from './domain.js';
import { type ReadExpression, readCondition, readFormula } from './expressions.js';

export interface ReadParameter {
  readonly setting: Setting;
  readonly spot: Spot;
  /** null: it has a slip, or is computed, so that nothing more can be said of it. */
  readonly domain: Domain | null;
  /** Where it is there; null: everywhere. */
  readonly when: ReadExpression | null;
}

/** A parameter that is computed from others. */
export interface ReadDerived extends ReadParameter {
  readonly domain: null;
  /** null: it has a slip. */
  readonly formula: ReadExpression | null;
}

export interface ReadParameters {
  readonly drawn: readonly ReadParameter[];
  readonly derived: readonly ReadDerived[];
}

/** Keys of the whole definition that people put here, since other tools have them here. */
const TOP_LEVEL = new Set(['epochs', 'seed', 'trials', 'metric', 'data', 'schedule', 'stopping']);

/** What other tools call the settings. */
const SYNONYMS: Readonly<Record<string, string>> = {
  learning_rate: 'lr',
  batch: 'batch_size',
  layers: 'hidden',
  hidden_layers: 'hidden',
  hidden_layer_sizes: 'hidden',
  units: 'hidden',
  dropout_rate: 'dropout',
  l2: 'weight_decay',
  rho: 'alpha',
  epsilon: 'eps',
  scheduler: 'lr_schedule',
  lr_scheduler: 'lr_schedule',
  warmup_steps: 'warmup',
  warmup_ratio: 'warmup',
  eta_min: 'lr_min',
  gamma: 'lr_gamma',
};

export function unknownParameter(name: string, settings: Settings): string {
  const found = `expected the name of a setting, found ${quoted(name)}`;
  if (TOP_LEVEL.has(name)) {
    return `${found}, which stands at the top level of a definition: move it there, with one value`;
  }
  const names = settings.map((setting) => setting.name);
  const bare = name.slice(name.lastIndexOf('.') + 1);
  const synonym = Object.hasOwn(SYNONYMS, bare) ? SYNONYMS[bare] : undefined;
  const near =
    synonym !== undefined && names.includes(synonym) ? synonym : nearestName(bare, names);
  if (near !== null) return `${found}: did you mean \`${near}\`?`;
  const always = settings.filter(({ appliesWhen }) => appliesWhen === undefined);
  const listed = always.map((setting) => `\`${setting.name}\``).join(', ');
  return `${found}: use one of ${listed}, or one that goes with them (docs/training.md has all)`;
}

interface Reading {
  readonly settings: Settings;
  readonly book: ComplaintBook;
  readonly drawn: ReadParameter[];
  readonly derived: ReadDerived[];
}

/** model.hidden is hidden. */
export function flatName(name: string, settings: Settings): string {
  const setting = settings.find((s) => name === `${s.group}.${s.name}`);
  return setting?.name ?? name;
}

function readEntry(reading: Reading, { key, keySpot, value }: MapEntry, prefix: string): void {
  const { settings, book, drawn, derived } = reading;
  const inner = entryOf(value, 'parameters');
  if (inner !== undefined && value.kind === 'map') {
    for (const other of value.entries) {
      if (other === inner) continue;
      book.error(
        other.keySpot,
        `expected only \`parameters\` in the group ${quoted(key)}, found ${quoted(other.key)}: remove it`,
      );
    }
    readGroup(reading, inner.value, `${prefix}${key}.`);
    return;
  }
  const name = flatName(`${prefix}${key}`, settings);
  const setting = settings.find((candidate) => candidate.name === name);
  if (setting === undefined) {
    book.error(keySpot, unknownParameter(name, settings));
    return;
  }
  const first = [...drawn, ...derived].find((parameter) => parameter.setting === setting);
  if (first !== undefined) {
    const where = `${quoted(name)} again (first at ${first.spot.place})`;
    book.error(keySpot, `expected each parameter once, found ${where}: keep one of them`);
    return;
  }
  const condition = entryOf(value, 'when');
  const when = condition === undefined ? null : readCondition(condition.value, settings, book);
  const rest = without(value, 'when');
  const about = { setting, spot: keySpot, when };
  const formula = formulaNode(rest, setting, book);
  if (formula === null) drawn.push({ ...about, domain: readDomain(setting, rest, book) });
  else derived.push({ ...about, domain: null, formula: readFormula(formula, settings, book) });
}

function without(node: SourceNode, key: string): SourceNode {
  if (node.kind !== 'map') return node;
  return { ...node, entries: node.entries.filter((entry) => entry.key !== key) };
}

/** `= width / 2`, or what stands behind `derive`; null: it is drawn. */
function formulaNode(node: SourceNode, { name, kind }: Setting, book: ComplaintBook) {
  const derive = entryOf(node, 'derive');
  const isShort =
    node.kind === 'scalar' && typeof node.value === 'string' && /^\s*=/.test(node.value);
  if (derive === undefined && !isShort) return null;
  if (takesLists(kind)) {
    const what = `expected a setting that is one value to derive, found ${quoted(name)}`;
    book.error(node.spot, `${what}, which is a list: list its values, or derive \`width\``);
  }
  for (const { key, keySpot } of derive === undefined || node.kind !== 'map' ? [] : node.entries) {
    if (key === 'derive') continue;
    const what = `expected only \`derive\` and \`when\` for ${quoted(name)}, which is computed`;
    book.error(keySpot, `${what}, found ${quoted(key)}: remove one of them`);
  }
  return derive?.value ?? node;
}

function readGroup(reading: Reading, node: SourceNode, prefix: string): void {
  if (node.kind === 'map' && node.entries.length > 0) {
    for (const entry of node.entries) readEntry(reading, entry, prefix);
    return;
  }
  reading.book.error(
    node.spot,
    `expected a map of parameters with at least one, found ${found(node)}: write lr: {min: 0.0001, max: 0.1}, or another`,
  );
}

export function readParameters(
  node: SourceNode,
  settings: Settings,
  book: ComplaintBook,
): ReadParameters {
  const reading: Reading = { settings, book, drawn: [], derived: [] };
  readGroup(reading, node, '');
  return reading;
}
