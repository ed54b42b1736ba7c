// mu and sigma, a and b become a domain. Neither distribution knows the bounds of a setting: one that can
// leave them must be cut off with min and max, for a value is never moved to a bound silently.

import { massOf } from '../../space/bell-draw.js';
import type { BetaDomain, Domain, NormalDomain, Truncation } from '../../space/parameter.js';
import { multiplesWithin } from '../../space/quantise.js';
import type { Setting } from '../../vocabulary/setting.js';
import type { ComplaintBook } from '../complaint-book.js';
import { checkNode } from '../schema/check-node.js';
import { betaForm, normalForm } from '../schema/distribution-schema.js';
import { entryOf, type MapNode, quoted } from '../source/source-node.js';
import { leavesSetting } from './drawn-ends.js';
import { DEFAULT_STEP } from './range.js';

/** A cut that leaves less than this of a distribution was not meant; its quantiles would have no digits. */
const LEAST_MASS = 1e-6;

interface Written {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly q?: number | undefined;
}

export function readNormal(setting: Setting, node: MapNode, book: ComplaintBook): Domain | null {
  const form = checkNode(normalForm, node, book);
  if (form === undefined) return null;
  const { distribution, mu = 0, sigma = 1, q = DEFAULT_STEP } = form;
  const shape = { mu, sigma, ...cutOf(form) };
  const domain: NormalDomain =
    distribution === 'normal' || distribution === 'log_normal'
      ? { kind: distribution, ...shape }
      : { kind: distribution, ...shape, q };
  return sound(setting, domain, form, node, book);
}

export function readBeta(setting: Setting, node: MapNode, book: ComplaintBook): Domain | null {
  const form = checkNode(betaForm, node, book);
  if (form === undefined) return null;
  const { distribution, a = 1, b = 1, q = DEFAULT_STEP } = form;
  const shape = { a, b, ...cutOf(form) };
  const domain: BetaDomain =
    distribution === 'beta'
      ? { kind: distribution, ...shape }
      : { kind: distribution, ...shape, q };
  return sound(setting, domain, form, node, book);
}

function cutOf({ min, max }: Written): Truncation {
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

/** The domain, or null where the book says what is wrong with it. */
function sound(
  setting: Setting,
  domain: NormalDomain | BetaDomain,
  written: Written,
  node: MapNode,
  book: ComplaintBook,
): Domain | null {
  const slip = slipOf(setting, domain, written);
  if (slip !== null) {
    book.error(entryOf(node, slip.key)?.value.spot ?? node.spot, slip.message);
    return null;
  }
  return leavesSetting(setting, domain, node, book) ? null : domain;
}

/** The first slip: where, and what; null if it is sound. */
function slipOf(
  setting: Setting,
  domain: NormalDomain | BetaDomain,
  written: Written,
): { readonly key: string; readonly message: string } | null {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, kind } = domain;
  const at = (key: string, message: string) => ({ key, message });
  if (min >= max) {
    return at('min', `expected min < max, found min ${min}, max ${max}: swap them?`);
  }
  const mass = massOf(domain);
  if (!(mass >= LEAST_MASS)) {
    const key = written.min === undefined ? 'max' : 'min';
    return at(
      key,
      `expected min and max that leave more than a millionth of ${kind}, found a share of ${Number(mass.toPrecision(2))}: change them, or its other keys`,
    );
  }
  const isWhole = setting.kind.type === 'integer';
  if (!('q' in domain)) {
    if (written.q !== undefined) {
      const found = `found ${written.q}: remove it, or use q_${kind}`;
      return at('q', `expected no \`q\` for ${kind}, ${found}`);
    }
    if (!isWhole) return null;
    const what = `expected a distribution of whole numbers for ${quoted(setting.name)}`;
    return at('distribution', `${what}, found ${kind}: use q_${kind} with q: 1`);
  }
  const { q } = domain;
  if (isWhole && !Number.isInteger(q)) {
    const what = `expected a whole step q for ${quoted(setting.name)}`;
    return at('q', `${what}, found ${q}: it takes whole numbers`);
  }
  const { first, last } = multiplesWithin(min, max, q);
  if (first <= last) return null;
  const what = `expected a multiple of q from ${min} to ${max}`;
  return at('q', `${what}, found none of ${q}: make q smaller`);
}
