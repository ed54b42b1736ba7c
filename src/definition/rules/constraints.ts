// `constraints:`, and whether all rules of a space together make sense: no circle among them, something left
// to try, no condition that never holds. What they leave is found by looking, at every point of a small grid
// and else at ten thousand draws.

import { type CompiledRules, circleSlip } from '../../space/compiled-rules.js';
import { gridSize, lazyGrid } from '../../space/grid.js';
import type { Space } from '../../space/parameter.js';
import { sampleDraws } from '../../space/sample-draws.js';
import type { Assignment } from '../../vocabulary/configuration.js';
import { Slip } from '../../vocabulary/errors.js';
import { type Settings, settingNamed } from '../../vocabulary/setting.js';
import type { ComplaintBook } from '../complaint-book.js';
import { MOST_CONSTRAINTS } from '../schema/rule-schema.js';
import { found, quoted, type SourceNode, type Spot } from '../source/source-node.js';
import { type ReadExpression, readCondition } from './expressions.js';
import type { ReadParameters } from './parameters.js';

/** Draws that are looked at. */
const LOOKED_AT = 10_000;

/** A smaller share of what is drawn is told of. */
const SMALL_SHARE = 0.01;

/** @returns those without a slip */
export function readConstraints(
  node: SourceNode | undefined,
  settings: Settings,
  book: ComplaintBook,
): readonly ReadExpression[] {
  if (node === undefined) return [];
  if (node.kind !== 'list' || node.items.length === 0 || node.items.length > MOST_CONSTRAINTS) {
    const count = node.kind === 'list' ? `${node.items.length} of them` : found(node);
    const what = `expected a list of 1 to ${MOST_CONSTRAINTS} conditions, found ${count}`;
    book.error(node.spot, `${what}: write ["beta1 < beta2"]`);
    return [];
  }
  return node.items.flatMap((item) => readCondition(item, settings, book) ?? []);
}

/**
 * Complains of a parameter that depends on itself: through conditions and formulas, and through the settings
 * under which others have an effect.
 */
export function checkCircles(
  { drawn, derived }: ReadParameters,
  settings: Settings,
  book: ComplaintBook,
): void {
  const rules = new Map<string, { readonly names: string[]; readonly spot: Spot }>();
  for (const { setting, when, spot } of [...drawn, ...derived]) {
    if (when !== null) rules.set(setting.name, { names: [...when.names], spot: when.spot ?? spot });
  }
  for (const { setting, formula } of derived) {
    if (formula === null) continue;
    const names = [...(rules.get(setting.name)?.names ?? []), ...formula.names];
    rules.set(setting.name, { names, spot: formula.spot });
  }
  const clear = new Set<string>();
  function follow(name: string, path: readonly string[]): void {
    if (clear.has(name)) return;
    if (path.includes(name)) {
      const begin = path.slice(path.indexOf(name)).find((above) => rules.has(above))!;
      book.error(rules.get(begin)!.spot, circleSlip([...path, name]).message);
      return;
    }
    const { appliesWhen = [], defaults } = settingNamed(settings, name) ?? {};
    const natural = [
      ...appliesWhen.map(({ setting }) => setting),
      ...(defaults === undefined ? [] : [defaults.setting]),
    ];
    for (const next of [...(rules.get(name)?.names ?? []), ...natural]) {
      follow(next, [...path, name]);
    }
    clear.add(name);
  }
  for (const name of rules.keys()) follow(name, []);
}

export interface RuledSpace {
  readonly space: Space;
  readonly read: ReadParameters;
  readonly constraints: readonly ReadExpression[];
  readonly rules: CompiledRules;
}

/** Complains of rules that leave nothing, or hardly anything, of what can be drawn. */
export function checkWhatIsLeft(ruled: RuledSpace, book: ComplaintBook): void {
  const { space, read, constraints, rules } = ruled;
  const { count, drawAt, isWhole } = lookedAt(space);
  let left = 0;
  const broken = constraints.map(() => 0);
  const impossible = new Map(read.derived.map(({ setting }) => [setting.name, 0]));
  const conditional = new Set([...read.drawn, ...read.derived].filter(({ when }) => when !== null));
  try {
    for (let index = 0; index < count; index++) {
      const draw = drawAt(index);
      const applied = rules.apply(draw);
      for (const number of applied.broken) broken[number]!++;
      for (const name of applied.impossible) impossible.set(name, impossible.get(name)! + 1);
      if (applied.broken.length + applied.impossible.length === 0) left++;
      for (const parameter of conditional) {
        if (rules.isThere(parameter.setting.name, draw)) conditional.delete(parameter);
      }
    }
  } catch (slip) {
    if (!(slip instanceof Slip)) throw slip;
    book.error(constraints[0]?.spot ?? read.drawn[0]!.spot, slip.message);
    return;
  }
  const of = isWhole ? `all ${count} points` : `${count} draws`;
  for (const { setting, when } of conditional) {
    const what = `expected a condition that can hold for ${quoted(setting.name)}`;
    const remedy = `remove the parameter, or change its condition`;
    book.warn(when!.spot, `${what}, found one that holds for none of ${of}: ${remedy}`);
  }
  const culprits = [
    ...constraints.map(({ text, spot }, i) => ({
      spot,
      text: quoted(text),
      share: broken[i]! / count,
    })),
    ...read.derived.map(({ setting, formula }) => ({
      spot: formula!.spot,
      text: `a value that ${quoted(setting.name)} cannot have`,
      share: impossible.get(setting.name)! / count,
    })),
  ].filter(({ share }) => share > 0);
  tellWhatIsLeft(left / count, of, culprits, book);
}

interface Culprit {
  readonly spot: Spot;
  readonly text: string;
  /** Of the draws, that it forbids. */
  readonly share: number;
}

function tellWhatIsLeft(
  left: number,
  of: string,
  culprits: readonly Culprit[],
  book: ComplaintBook,
): void {
  if (left >= SMALL_SHARE) return;
  const alone = culprits.filter(({ share }) => 1 - share < SMALL_SHARE);
  const blamed = alone.length > 0 ? alone : culprits;
  const names = blamed.map(({ text }) => text).join(' and ');
  const together = alone.length === 0 && blamed.length > 1 ? ' together' : '';
  const forbid = `${names}${together} ${blamed.length > 1 ? 'forbid' : 'forbids'}`;
  const { spot } = blamed[0]!;
  if (left === 0) {
    const what = 'expected configurations that the rules allow, found none';
    book.error(spot, `${what}: ${forbid} ${of}, change the rules or the ranges`);
    return;
  }
  const share = `${Number((100 * left).toPrecision(2))} %`;
  const what = `expected rules that leave more than 1 % of what is drawn`;
  book.warn(spot, `${what}, found ${share}: ${forbid} most of ${of}, narrow the ranges`);
}

function lookedAt(space: Space): {
  readonly count: number;
  readonly isWhole: boolean;
  readonly drawAt: (index: number) => Assignment;
} {
  const size = gridSize(space);
  if (size === null || size > LOOKED_AT) {
    return { count: LOOKED_AT, isWhole: false, drawAt: sampleDraws(space) };
  }
  return { count: size, isWhole: true, drawAt: lazyGrid(space).point };
}
