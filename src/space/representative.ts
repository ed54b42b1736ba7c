// Grids without repetition and without memory. Of all the points of a grid that have one canonical
// configuration exactly one is its representative: the one where every parameter without an effect
// stands at its first value (adam × momentum 0, 0.5, 0.9 is one configuration, tried at momentum 0).

import type { Assignment, Configuration, ParameterValue } from '../vocabulary/configuration.js';
import { type Settings, settingNamed } from '../vocabulary/setting.js';
import { hasEffect, settingValues } from './canonical-configuration.js';
import type { CompiledRules } from './compiled-rules.js';
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
  return standsForItself(space, assignment, mattering(settings, fixed, assignment, null));
}

function standsForItself(
  space: Space,
  assignment: Assignment,
  matters: (name: string) => boolean,
): boolean {
  return space.every(
    ({ name, domain }) => matters(name) || standsFirst({ name, domain }, assignment),
  );
}

/** Which parameters matter beside what is drawn: they are there, and have an effect. */
function mattering(
  settings: Settings,
  fixed: Configuration,
  drawn: Assignment,
  rules: CompiledRules | null,
): (name: string) => boolean {
  const there = rules === null ? drawn : rules.apply(drawn).assignment;
  const values = settingValues(settings, fixed, there);
  return (name) =>
    hasEffect(name, settings, values) && (rules === null || rules.isThere(name, drawn));
}

/** Parameters that decide whether others matter, and so on up the conditions. */
function controllingParameters(
  settings: Settings,
  space: Space,
  rules: CompiledRules | null,
): Space {
  const controlling = new Set<string>();
  const add = (name: string): void => {
    if (controlling.has(name)) return;
    controlling.add(name);
    climb(name);
  };
  const climb = (name: string): void => {
    const { appliesWhen = [], defaults } = settingNamed(settings, name) ?? {};
    for (const condition of appliesWhen) add(condition.setting);
    if (rules !== null && defaults !== undefined) add(defaults.setting);
  };
  for (const { name } of space) climb(name);
  for (const name of rules?.names ?? []) add(name);
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
  rules: CompiledRules | null = null,
): RepresentativeCount | null {
  const size = gridSize(space);
  if (size === null) return null;
  const controlling = controllingParameters(settings, space, rules);
  const combinations = gridSize(controlling) ?? Number.POSITIVE_INFINITY;
  if (combinations > COUNTED_COMBINATIONS) return { count: size, exact: false };
  const others = space.filter((parameter) => !controlling.includes(parameter));
  const grid = lazyGrid(controlling);
  let count = 0;
  for (let index = 0; index < combinations; index++) {
    const point = grid.point(index);
    if (rules !== null && rules.allow(point) === null) continue;
    const matters = mattering(settings, fixed, point, rules);
    if (!standsForItself(controlling, point, matters)) continue;
    count += gridSize(others.filter(({ name }) => matters(name))) ?? 0;
  }
  return { count, exact: count <= Number.MAX_SAFE_INTEGER };
}
