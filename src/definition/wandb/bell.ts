// Normal and beta distributions of W&B have no ends; a setting has. Where they can draw what it does not take
// they are cut off at its ends, and that is told: what lies inside stays as likely in proportion.

import { LAST_UNIT, valueAt } from '../../space/draw.js';
import type { BetaDomain, NormalDomain } from '../../space/parameter.js';
import type { Setting } from '../../vocabulary/setting.js';
import type { ComplaintBook } from '../complaint-book.js';
import { DEFAULT_STEP } from '../rules/range.js';
import { betaForm, normalForm } from '../schema/distribution-schema.js';
import { settingSchema } from '../schema/setting-schema.js';
import { entryOf, type MapNode, type SourceNode } from '../source/source-node.js';
import { entryAt, scalarAt } from './made-nodes.js';

/** How far within an end that is not itself a value. */
export const JUST_INSIDE = 1e-9;

function plain(node: MapNode): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    node.entries.map(({ key, value }) => [key, value.kind === 'scalar' ? value.value : value]),
  );
}

/** null: it is no such distribution, or has a slip, or ends of its own. */
function endless(node: MapNode): NormalDomain | BetaDomain | null {
  const written = plain(node);
  if ('min' in written || 'max' in written) return null;
  const normal = normalForm.safeParse(written).data;
  if (normal !== undefined) {
    const { distribution: kind, mu = 0, sigma = 1, q = DEFAULT_STEP } = normal;
    return kind.startsWith('q_')
      ? ({ kind, mu, sigma, q } as NormalDomain)
      : ({ kind, mu, sigma } as NormalDomain);
  }
  const beta = betaForm.safeParse(written).data;
  if (beta === undefined) return null;
  const { distribution: kind, a = 1, b = 1, q = DEFAULT_STEP } = beta;
  return kind === 'beta' ? { kind, a, b } : { kind, a, b, q };
}

/** @returns the node, with `min` and `max` where it needs them */
export function cutToSetting(setting: Setting, node: MapNode, book: ComplaintBook): SourceNode {
  const { kind, name } = setting;
  if (kind.type !== 'number' && kind.type !== 'integer') return node;
  const domain = endless(node);
  if (domain === null) return node;
  const schema = settingSchema(setting);
  const isInside = (u: number) => schema.safeParse(valueAt(domain, u)).success;
  const { spot } = entryOf(node, 'distribution')!.value;
  const end = (key: 'min' | 'max', value: number | undefined, isOpen = false) =>
    value === undefined
      ? []
      : [{ key, value: isOpen ? value + (key === 'min' ? JUST_INSIDE : -JUST_INSIDE) : value }];
  const ends = [
    ...(isInside(0) ? [] : end('min', kind.min, kind.aboveMin)),
    ...(isInside(LAST_UNIT) ? [] : end('max', kind.max, kind.belowMax)),
  ];
  if (ends.length === 0) return node;
  const where = ends.map(({ key, value }) => `${key} ${value}`).join(' and ');
  book.warn(
    spot,
    `\`${domain.kind}\` can draw what \`${name}\` does not take: it is cut off with ${where}`,
  );
  const added = ends.map(({ key, value }) => entryAt(spot, key, scalarAt(spot, value)));
  return { ...node, entries: [...node.entries, ...added] };
}
