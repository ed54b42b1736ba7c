// `first:` and `configurations:`: configurations that a person gives. Under `first` they are points of what
// is searched; under `method: list` they are the whole search, and may name any setting: those that
// `parameters:` does not declare become parameters with the values that stand in the list.

import { hasValue, isVisited, nearestNumber } from '../../space/membership.js';
import type { Domain } from '../../space/parameter.js';
import type { ParameterValue } from '../../vocabulary/configuration.js';
import { nearestName } from '../../vocabulary/nearest-name.js';
import { type Setting, type Settings, settingNamed } from '../../vocabulary/setting.js';
import type { ComplaintBook } from '../complaint-book.js';
import { checkNode } from '../schema/check-node.js';
import { settingSchema } from '../schema/setting-schema.js';
import { found, type MapEntry, quoted, type SourceNode, type Spot } from '../source/source-node.js';
import { domainWords } from './domain-words.js';
import type { FixedSetting } from './fixed-settings.js';
import { undeclaredOf } from './given-values.js';
import {
  flatName,
  type ReadParameter,
  type ReadParameters,
  unknownParameter,
} from './parameters.js';

export type GivenKey = 'first' | 'configurations';

type GivenValue = FixedSetting & { readonly value: ParameterValue };

export interface GivenConfiguration {
  readonly spot: Spot;
  readonly values: readonly GivenValue[];
}

export interface ReadGiven {
  readonly key: GivenKey;
  readonly spot: Spot;
  /** Those without a slip, and the values without one. */
  readonly configurations: readonly GivenConfiguration[];
  /** Parameters of a list that nothing else declares, in the order in which they are first named. */
  readonly undeclared: readonly ReadParameter[];
}

interface Reading {
  readonly key: GivenKey;
  readonly isGrid: boolean;
  readonly declared: ReadParameters;
  readonly settings: Settings;
  readonly book: ComplaintBook;
}

/** @param method undefined: it has a slip @returns null where nothing is given, or not where it belongs */
export function readGiven(
  section: (key: string) => SourceNode | undefined,
  method: string | undefined,
  declared: ReadParameters,
  settings: Settings,
  book: ComplaintBook,
): ReadGiven | null {
  const [first, listed] = [section('first'), section('configurations')];
  const isList = method === undefined ? listed !== undefined : method === 'list';
  if (isList && listed === undefined) {
    book.error(
      section('method')!.spot,
      'expected `configurations` with method: list, found no such key: add configurations: [{lr: 0.1}, {lr: 0.01}]',
    );
  }
  if (isList && first !== undefined) {
    book.error(
      first.spot,
      'expected `first` with a method that proposes trials of its own, found method: list: put them at the head of `configurations`',
    );
  }
  if (!isList && listed !== undefined) {
    book.error(
      listed.spot,
      `expected \`configurations\` with method: list, found method: ${method}: write \`first\` to try them before it, or method: list to try nothing else`,
    );
  }
  const node = isList ? listed : first;
  if (node === undefined) return null;
  // Without parameters there is a slip already, and nothing to compare with.
  if (!isList && declared.drawn.length + declared.derived.length === 0) return null;
  const key = isList ? 'configurations' : 'first';
  const isGrid = method === 'grid';
  const configurations = readAll(node, { key, isGrid, declared, settings, book });
  const undeclared = isList ? undeclaredOf(configurations, declared) : [];
  return { key, spot: node.spot, configurations, undeclared };
}

function readAll(node: SourceNode, reading: Reading): readonly GivenConfiguration[] {
  if (node.kind === 'list' && node.items.length > 0) {
    return node.items.flatMap((item) => readOne(item, reading) ?? []);
  }
  const what = `expected a list of configurations with at least one, found ${found(node)}`;
  reading.book.error(node.spot, `${what}: write ${reading.key}: [{lr: 0.1}]`);
  return [];
}

/** An empty one of a list is what the settings are where nothing is said. */
function readOne(node: SourceNode, reading: Reading): GivenConfiguration | null {
  const isEmpty = node.kind === 'map' && node.entries.length === 0;
  if (node.kind !== 'map' || (isEmpty && reading.key === 'first')) {
    const what = `expected a map of parameters with one value each, found ${found(node)}`;
    reading.book.error(node.spot, `${what}: write {lr: 0.1, batch_size: 64}`);
    return null;
  }
  const values: GivenValue[] = [];
  for (const entry of node.entries) {
    const value = readValue(entry, reading);
    if (value === null) continue;
    const before = values.find(({ setting }) => setting === value.setting);
    if (before === undefined) values.push(value);
    else {
      const again = `${quoted(value.setting.name)} again (first at ${before.spot.place})`;
      const what = `expected each parameter once, found ${again}`;
      reading.book.error(value.spot, `${what}: keep one of them`);
    }
  }
  return { spot: node.spot, values };
}

function readValue({ key, keySpot, value: node }: MapEntry, reading: Reading): GivenValue | null {
  const { declared, settings, book } = reading;
  const name = flatName(key, settings);
  const isThis = ({ setting }: ReadParameter) => setting.name === name;
  if (declared.derived.some(isThis)) {
    const what = `expected no value for ${quoted(name)}, which is computed, found one`;
    book.error(keySpot, `${what}: remove it`);
    return null;
  }
  const parameter = declared.drawn.find(isThis);
  const setting = settingNamed(settings, name);
  if (setting === undefined || (parameter === undefined && reading.key === 'first')) {
    book.error(keySpot, unknownName(name, setting, reading));
    return null;
  }
  const read = checkNode(settingSchema(setting), node, book) as ParameterValue | undefined;
  if (read === undefined) return null;
  const value = typeof read === 'number' ? read + 0 : read;
  const domain = parameter?.domain ?? null;
  const isWithin =
    domain === null || hasValue(domain, value) || (reading.isGrid && isVisited(domain, value));
  if (!isWithin) {
    book.error(node.spot, outside(value, domain, setting, node));
    return null;
  }
  return { setting, spot: node.spot, value };
}

function unknownName(name: string, setting: Setting | undefined, reading: Reading): string {
  const { declared, settings } = reading;
  if (reading.key === 'configurations') return unknownParameter(name, settings);
  const searched = declared.drawn.map((parameter) => parameter.setting.name);
  const what = `expected a parameter of this sweep, found ${quoted(name)}`;
  if (setting !== undefined) {
    return `${what}, which it does not search: add it under \`parameters:\`, or remove it here`;
  }
  const near = nearestName(name, searched);
  return near === null ? unknownParameter(name, settings) : `${what}: did you mean \`${near}\`?`;
}

function outside(
  value: ParameterValue,
  domain: Domain,
  { name }: Setting,
  node: SourceNode,
): string {
  const written = typeof value === 'object' ? JSON.stringify(value) : found(node);
  const expected = `expected a value that the sweep has for ${quoted(name)} (${domainWords(domain)})`;
  return `${expected}, found ${written}: ${remedyOf(value, domain)}`;
}

function remedyOf(value: ParameterValue, domain: Domain): string {
  if (domain.kind === 'constant' || domain.kind === 'categorical') {
    const words = domain.kind === 'constant' ? [] : domain.values.map(String);
    const near = typeof value === 'string' ? nearestName(value, words) : null;
    return near === null ? 'change it, or add it under `parameters:`' : `did you mean \`${near}\`?`;
  }
  const nearest = nearestNumber(domain, Number(value));
  const isBetweenSteps = 'q' in domain && Math.abs(nearest - Number(value)) < domain.q;
  return isBetweenSteps ? `write ${nearest}` : 'change it, or widen the range under `parameters:`';
}
