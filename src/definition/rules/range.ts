// min and max become a domain, with the words of W&B: whole ends give whole numbers, a step gives
// multiples of it, anything else is uniform. Both ends must be values that the setting allows.

import type { Domain } from '../../space/parameter.js';
import { multiplesWithin } from '../../space/quantise.js';
import type { Setting } from '../../vocabulary/setting.js';
import type { ComplaintBook } from '../complaint-book.js';
import { checkNode } from '../schema/check-node.js';
import { type RangeDistribution, rangeForm } from '../schema/parameter-schema.js';
import { entryOf, type MapNode, type SourceNode, type Spot } from '../source/source-node.js';

interface Range {
  readonly distribution: RangeDistribution;
  /** The distribution was not named. */
  readonly inferred: boolean;
  readonly min: number;
  readonly max: number;
  readonly q: number | undefined;
}

/** 1 and 0x10, but not 1.0: in W&B, too, 1.0 makes a range of reals. */
function writtenWhole(node: SourceNode | undefined): boolean {
  if (node?.kind !== 'scalar' || !Number.isInteger(node.value)) return false;
  return /^0x/.test(node.text) || !/[.eE]/.test(node.text);
}

function inferred(setting: Setting, node: MapNode): RangeDistribution {
  if (entryOf(node, 'q') !== undefined) return 'q_uniform';
  if (setting.kind.type === 'integer') return 'int_uniform';
  const whole = ['min', 'max'].every((key) => writtenWhole(entryOf(node, key)?.value));
  return whole ? 'int_uniform' : 'uniform';
}

const isLog = (distribution: string) => distribution.includes('log_');
const isQuantised = (distribution: string) => distribution.startsWith('q_');

/** The first slip of a range: where, and what; null if it is sound. */
function slipOf(setting: Setting, range: Range): { key: string; message: string } | null {
  const { distribution, min, max, q } = range;
  const at = (key: string, message: string) => ({ key, message });
  if (min > max) return at('min', `expected min < max, found min ${min}, max ${max}: swap them?`);
  if (min === max) {
    return at('min', `expected min < max, found ${min} for both: write {value: ${min}}`);
  }
  if (isLog(distribution) && min <= 0) {
    return at(
      'min',
      `expected min above 0 for ${distribution}, found ${min}: a logarithmic range never reaches 0, begin it at a small number such as ${max / 1000}`,
    );
  }
  if (!Number.isFinite(max - min)) {
    return at('max', `expected a range that is finite, found ${min} to ${max}: narrow it`);
  }
  if (distribution === 'int_uniform' && !(Number.isSafeInteger(min) && Number.isSafeInteger(max))) {
    return at(
      'min',
      `expected whole min and max for int_uniform, found ${min} and ${max}: use uniform`,
    );
  }
  return setting.kind.type === 'integer' &&
    !isQuantised(distribution) &&
    distribution !== 'int_uniform'
    ? at(
        'distribution',
        `expected a distribution of whole numbers for \`${setting.name}\`, found ${distribution}: use ${isLog(distribution) ? 'q_log_uniform_values with q: 1' : 'int_uniform'}`,
      )
    : stepSlip(setting, range, q);
}

function stepSlip(setting: Setting, { distribution, min, max }: Range, q: number | undefined) {
  const at = (key: string, message: string) => ({ key, message });
  if (!isQuantised(distribution)) {
    if (q === undefined) return null;
    return at(
      'q',
      `expected no \`q\` for ${distribution}, found ${q}: remove it, or use a q_ distribution`,
    );
  }
  if (q === undefined) {
    return at(
      'distribution',
      `expected a step \`q\` for ${distribution}, found no such key: add q`,
    );
  }
  if (setting.kind.type === 'integer' && !Number.isInteger(q)) {
    return at(
      'q',
      `expected a whole step q for \`${setting.name}\`, found ${q}: it takes whole numbers`,
    );
  }
  const { first, last } = multiplesWithin(min, max, q);
  if (first <= last) return null;
  return at(
    'q',
    `expected a multiple of q from ${min} to ${max}, found none of ${q}: make q smaller`,
  );
}

function warnOfWholeNumbers(setting: Setting, range: Range, spot: Spot, book: ComplaintBook): void {
  if (!range.inferred || range.distribution !== 'int_uniform') return;
  if (setting.kind.type === 'integer') return;
  const { min, max } = range;
  book.warn(
    spot,
    `expected a range of reals for \`${setting.name}\`, found whole ends ${min} and ${max}, which draw whole numbers only: write max: ${max}.0, or distribution: uniform`,
  );
}

function domainOf({ distribution, min, max, q }: Range): Domain {
  if (distribution === 'q_uniform' || distribution === 'q_log_uniform_values') {
    return { kind: distribution, min, max, q: q! };
  }
  return { kind: distribution, min, max };
}

/** @returns null where the range is not sound: the book then says why */
export function readRange(setting: Setting, node: MapNode, book: ComplaintBook): Domain | null {
  const named = entryOf(node, 'distribution')?.value;
  const log = named?.kind === 'scalar' && isLog(named.text);
  const form = checkNode(rangeForm(setting), node, book, (path, at) =>
    log && path[0] === 'min' && at.kind === 'scalar' && Number(at.value) <= 0
      ? 'a logarithmic range never reaches 0, begin it at a small number'
      : null,
  );
  if (form === undefined) return null;
  const range: Range = {
    distribution: form.distribution ?? inferred(setting, node),
    inferred: form.distribution === undefined,
    min: form.min as number,
    max: form.max as number,
    q: form.q,
  };
  const slip = slipOf(setting, range);
  if (slip !== null) {
    book.error(entryOf(node, slip.key)?.value.spot ?? node.spot, slip.message);
    return null;
  }
  warnOfWholeNumbers(setting, range, node.spot, book);
  return domainOf(range);
}
