// Whether every value that a distribution draws is one that its setting takes. Draws are monotone, so that the
// first and the last value tell of all others.

import { LAST_UNIT, valueAt } from '../../space/draw.js';
import type { Domain } from '../../space/parameter.js';
import type { Setting } from '../../vocabulary/setting.js';
import type { ComplaintBook } from '../complaint-book.js';
import { settingSchema } from '../schema/setting-schema.js';
import { entryOf, type MapNode, quoted } from '../source/source-node.js';

const shown = (value: number) => String(Number(value.toPrecision(4)));

/** @returns whether it can leave it: the book then says where to */
export function leavesSetting(
  setting: Setting,
  domain: Domain,
  node: MapNode,
  book: ComplaintBook,
): boolean {
  const schema = settingSchema(setting);
  const [first, last] = [Number(valueAt(domain, 0)), Number(valueAt(domain, LAST_UNIT))];
  const expected = [first, last].flatMap((end) => {
    const result = schema.safeParse(end);
    return result.success ? [] : result.error.issues.map(({ message }) => message);
  })[0];
  if (expected === undefined) return false;
  const name = entryOf(node, 'distribution')?.value;
  const distribution = name?.kind === 'scalar' ? name.text : domain.kind;
  book.error(
    name?.spot ?? node.spot,
    `expected ${expected} for ${quoted(setting.name)}, found ${distribution}, which draws from ${shown(first)} to ${shown(last)}: ${remedy(domain)}`,
  );
  return true;
}

function remedy(domain: Domain): string {
  const isCut = 'mu' in domain || 'a' in domain;
  return isCut ? 'cut it off with min and max' : 'change min and max';
}
