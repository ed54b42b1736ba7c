// Grids without repetition and without memory. Of all the points of a grid that have one canonical
// configuration exactly one is its representative: the one where every parameter without an effect
// stands at its first value (adam × momentum 0, 0.5, 0.9 is one configuration, tried at momentum 0).

import type { Assignment, Configuration, ParameterValue } from '../vocabulary/configuration.js';
import { type Settings, settingNamed } from '../vocabulary/setting.js';
import { hasEffect, settingValues } from './canonical-configuration.js';
import { alternatives, gridSize, lazyGrid } from './grid.js';
import type { Parameter, Space } from './parameter.js';

/** More combinations of controlling parameters than this are not counted one by one. */
const COUNTED_COMBINATIONS = 10_000;

export function sameValue(a: ParameterValue | undefined, b: ParameterValue | undefined): boolean {
  if (typeof a === 'object' && typeof b === 'object') {
    return a.length === b.length && a.every((item, i) => item === b[i]);
  }
  return a === b;
}

function standsFirst({ name, domain }: Parameter, assignment: Assignment): boolean {
  return sameValue(assignment[name], alternatives(domain)?.at(0));
}

/**
 * Whether a grid point is the one to visit for its canonical configuration.
 * @param space discrete domains whose alternatives differ from each other
 */
export function isRepresentative(
  settings: Settings,
  fixed: Configuration,
  space: Space,
  assignment: Assignment,
): boolean {
  const values = settingValues(settings, fixed, assignment);
  return space.every(
    (parameter) =>
      hasEffect(parameter.name, settings, values) || standsFirst(parameter, assignment),
  );
}

/** Parameters that decide whether others matter, and so on up the conditions. */
function controllingParameters(settings: Settings, space: Space): Space {
  const controlling = new Set<string>();
  const climb = (name: string): void => {
    for (const condition of settingNamed(settings, name)?.appliesWhen ?? []) {
      if (controlling.has(condition.setting)) continue;
      controlling.add(condition.setting);
      climb(condition.setting);
    }
  };
  for (const { name } of space) climb(name);
  // What no condition can say (`matters`) may look at any setting of the model.
  const looks = space.some(({ name }) => settingNamed(settings, name)?.matters !== undefined);
  const isLookedAt = (name: string) => looks && settingNamed(settings, name)?.group === 'model';
  return space.filter(({ name }) => controlling.has(name) || isLookedAt(name));
}

export interface RepresentativeCount {
  readonly count: number;
  /** false: `count` is an upper bound, the size of the whole grid. */
  readonly exact: boolean;
}

/**
 * How many different canonical configurations a grid has, without walking it: one look at each
 * combination of the parameters that control others. Null where a domain is continuous.
 */
export function representativeCount(
  settings: Settings,
  fixed: Configuration,
  space: Space,
): RepresentativeCount | null {
  const size = gridSize(space);
  if (size === null) return null;
  const controlling = controllingParameters(settings, space);
  const combinations = gridSize(controlling) ?? Number.POSITIVE_INFINITY;
  if (combinations > COUNTED_COMBINATIONS) return { count: size, exact: false };
  const others = space.filter((parameter) => !controlling.includes(parameter));
  const grid = lazyGrid(controlling);
  let count = 0;
  for (let index = 0; index < combinations; index++) {
    const point = grid.point(index);
    if (!isRepresentative(settings, fixed, controlling, point)) continue;
    const values = settingValues(settings, fixed, point);
    const mattering = others.filter(({ name }) => hasEffect(name, settings, values));
    count += gridSize(mattering) ?? 0;
  }
  return { count, exact: count <= Number.MAX_SAFE_INTEGER };
}
