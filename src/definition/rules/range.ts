// min and max become a domain, with the words of W&B: whole ends give whole numbers, a step gives
// multiples of it, anything else is uniform. Both ends must be values that the setting allows.

import type { Domain } from '../../space/parameter.js';
import { multiplesWithin } from '../../space/quantise.js';
import { exp } from '../../vocabulary/deterministic-math.js';
import type { Setting } from '../../vocabulary/setting.js';
import type { ComplaintBook } from '../complaint-book.js';
import { checkNode } from '../schema/check-node.js';
import { exponentsForm, type RangeDistribution } from '../schema/distribution-schema.js';
import { rangeForm } from '../schema/parameter-schema.js';
import { entryOf, type MapNode, type SourceNode, type Spot } from '../source/source-node.js';
import { leavesSetting } from './drawn-ends.js';

interface Range {
  readonly distribution: RangeDistribution;
  /** As it was written, where that is another. */
  readonly written?: string;
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

/** As in W&B. */
export const DEFAULT_STEP = 1;

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
        `expected a distribution of whole numbers for \`${setting.name}\`, found ${range.written ?? distribution}: use ${isLog(distribution) ? 'q_log_uniform_values with q: 1' : 'int_uniform'}`,
      )
    : stepSlip(setting, range, q);
}

function stepSlip(
  setting: Setting,
  { distribution, min, max }: Range,
  written: number | undefined,
) {
  const at = (key: string, message: string) => ({ key, message });
  if (!isQuantised(distribution)) {
    if (written === undefined) return null;
    return at(
      'q',
      `expected no \`q\` for ${distribution}, found ${written}: remove it, or use a q_ distribution`,
    );
  }
  const q = written ?? DEFAULT_STEP;
  if (setting.kind.type === 'integer' && !Number.isInteger(q)) {
    return at(
      'q',
      `expected a whole step q for \`${setting.name}\`, found ${q}: it takes whole numbers`,
    );
  }
  const { first, last } = multiplesWithin(min, max, q);
  if (first <= last) return null;
  const remedy =
    written === undefined ? ', which q is unless it is said: add q' : ': make q smaller';
  return at('q', `expected a multiple of q from ${min} to ${max}, found none of ${q}${remedy}`);
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

/** With log(1 / X) uniform log X is uniform too: the inverse is the same distribution. */
function domainOf({ distribution, min, max, q = DEFAULT_STEP }: Range): Domain {
  switch (distribution) {
    case 'q_uniform':
    case 'q_log_uniform_values':
      return { kind: distribution, min, max, q };
    case 'inv_log_uniform_values':
      return { kind: 'log_uniform_values', min, max };
    default:
      return { kind: distribution, min, max };
  }
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
  if (isUnsound(setting, range, node, book)) return null;
  warnOfWholeNumbers(setting, range, node.spot, book);
  return domainOf(range);
}

function isUnsound(setting: Setting, range: Range, node: MapNode, book: ComplaintBook): boolean {
  const slip = slipOf(setting, range);
  if (slip === null) return false;
  book.error(entryOf(node, slip.key)?.value.spot ?? node.spot, slip.message);
  return true;
}

/**
 * log_uniform and its kin, whose ends are exponents of e: the same as the distribution of values between
 * the powers, and kept as that.
 */
export function readExponents(setting: Setting, node: MapNode, book: ComplaintBook): Domain | null {
  const form = checkNode(exponentsForm, node, book);
  if (form === undefined) return null;
  const { distribution, q } = form;
  if (form.min >= form.max) {
    const found = `found min ${form.min}, max ${form.max}`;
    book.error(entryOf(node, 'min')!.value.spot, `expected min < max, ${found}: swap them?`);
    return null;
  }
  const isInverse = distribution === 'inv_log_uniform';
  const min = exp(isInverse ? -form.max : form.min);
  const max = exp(isInverse ? -form.min : form.max);
  const values = distribution === 'q_log_uniform' ? 'q_log_uniform_values' : 'log_uniform_values';
  const range: Range = {
    ...{ distribution: values, written: distribution, inferred: false },
    ...{ min, max, q },
  };
  if (min > 0 && Number.isFinite(max)) {
    if (isUnsound(setting, range, node, book)) return null;
    warnOfValues(form, range, node, book);
    const domain = domainOf(range);
    return leavesSetting(setting, domain, node, book) ? null : domain;
  }
  book.error(
    node.spot,
    `expected exponents of e for ${distribution}, found ${form.min} and ${form.max}, whose powers are no numbers: use \`log_uniform_values\`, whose min and max are the values themselves`,
  );
  return null;
}

/** Whoever writes min: 0.0001, max: 0.1 means values, as other tools read them. */
function warnOfValues(
  written: { readonly distribution: string; readonly min: number; readonly max: number },
  { min, max }: Range,
  node: MapNode,
  book: ComplaintBook,
): void {
  if (written.min <= 0 || written.max > 1) return;
  const { distribution } = written;
  const drawn = `${Number(min.toPrecision(4))} to ${Number(max.toPrecision(4))}`;
  book.warn(
    entryOf(node, 'min')?.value.spot ?? node.spot,
    `expected exponents of e for ${distribution}, found ${written.min} and ${written.max}, which draw from ${drawn}: if they are the values themselves, use distribution: log_uniform_values`,
  );
}
