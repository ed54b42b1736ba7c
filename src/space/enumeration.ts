// Everything that can be drawn from a space, where that is a short list: unlike a grid, which leaves the end
// of a quantised range out, it has all values that a draw can come to. Invariant: whatever `valueAt` gives
// is a point of it.

import { valueAt } from './draw.js';
import { alternatives, type Grid, gridSize, lazyGrid } from './grid.js';
import type { Domain, Space } from './parameter.js';
import { multiplesWithin, quantised } from './quantise.js';

/** More points than this are not gone through one by one. */
const LISTED = 20_000;

/** Whether draws of it hardly ever repeat: neither a list nor a quantised range. */
export function isContinuous(domain: Domain): boolean {
  return alternatives(domain) === null && !('q' in domain);
}

/** All points that can be drawn; null: they are too many, or a domain has no end. */
export function drawablePoints(space: Space): Grid | null {
  const listed: { name: string; domain: Domain }[] = [];
  for (const { name, domain } of space) {
    const list = listedDomain(domain);
    if (list === null) return null;
    listed.push({ name, domain: list });
  }
  const size = gridSize(listed);
  return size === null || size > LISTED ? null : lazyGrid(listed);
}

function listedDomain(domain: Domain): Domain | null {
  if (domain.kind === 'categorical') return drawnAlternatives(domain);
  if (domain.kind !== 'q_uniform' && domain.kind !== 'q_log_uniform_values') {
    return alternatives(domain) === null ? null : domain;
  }
  const { min, max, q } = domain;
  if (min === undefined || max === undefined) return null;
  const { first, last } = multiplesWithin(min, max, q);
  if (last < first) return { kind: 'constant', value: valueAt(domain, 0) };
  if (last - first >= LISTED) return null;
  const values = Array.from({ length: last - first + 1 }, (_, i) =>
    quantised((first + i) * q, min, max, q),
  );
  return { kind: 'categorical', values };
}

/** What has no probability is never drawn. */
function drawnAlternatives(domain: Extract<Domain, { kind: 'categorical' }>): Domain {
  const { values, probabilities } = domain;
  if (probabilities === undefined) return domain;
  return { kind: 'categorical', values: values.filter((_, i) => probabilities[i] !== 0) };
}
