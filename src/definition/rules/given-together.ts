// Whether each given configuration can be tried as it stands: the rules of the space allow it, nothing that
// it must say is left out, what it says has an effect, and none is another one again. Looked at when nothing
// else in a definition has a slip.

import {
  canonicalConfiguration,
  hasEffect,
  settingValues,
} from '../../space/canonical-configuration.js';
import type { CompiledRules } from '../../space/compiled-rules.js';
import { lazyGrid } from '../../space/grid.js';
import type { Space } from '../../space/parameter.js';
import { sampleDraws } from '../../space/sample-draws.js';
import type { Assignment, Configuration } from '../../vocabulary/configuration.js';
import { Slip } from '../../vocabulary/errors.js';
import { canonicalJson } from '../../vocabulary/hash.js';
import type { Settings } from '../../vocabulary/setting.js';
import type { ComplaintBook } from '../complaint-book.js';
import { quoted, type Spot } from '../source/source-node.js';
import type { GivenConfiguration, ReadGiven } from './given.js';
import { assignmentOf } from './given-values.js';
import type { ReadParameter } from './parameters.js';

/** Draws of what is left out, among which one must be allowed. */
const LOOKED_AT = 256;

/** Draws in all, after which what is left out somewhere is left for the plan to judge. */
const MOST_DRAWS = 4_000;

export interface GivenGround {
  readonly given: ReadGiven;
  readonly isGrid: boolean;
  /** Also those that only a list names. */
  readonly parameters: readonly ReadParameter[];
  readonly space: Space;
  readonly settings: Settings;
  readonly fixed: Configuration;
  /** null: there are none. */
  readonly rules: CompiledRules | null;
  readonly constraints: readonly string[];
}

interface Look {
  /** Without what has no effect; null: forbidden. */
  readonly effective: Assignment | null;
  /** The canonical configuration, as text. */
  readonly text: string;
  /** What forbids it. */
  readonly culprits: readonly string[];
}

export function checkGiven(ground: GivenGround, book: ComplaintBook): void {
  try {
    checkEach(ground, book);
  } catch (slip) {
    // A circle of rules that only these values close.
    if (!(slip instanceof Slip)) throw slip;
    book.error(ground.given.spot, slip.message);
  }
}

function checkEach(ground: GivenGround, book: ComplaintBook): void {
  let drawn = 0;
  const seen = new Map<string, Spot>();
  const idle = new Map<string, { readonly spot: Spot; count: number }>();
  for (const one of ground.given.configurations) {
    const values = assignmentOf(one, ground.parameters);
    const { draws, isWhole } = completions(values, ground);
    if (!isWhole && drawn > MOST_DRAWS) continue;
    const effective = new Set<string>();
    const looks: Look[] = [];
    for (const draw of draws()) {
      const look = lookAt({ ...draw, ...values }, ground);
      looks.push(look);
      drawn++;
      for (const name of Object.keys(look.effective ?? {})) effective.add(name);
      if (look.effective === null) continue;
      if (Object.keys(values).every((name) => effective.has(name))) break;
    }
    const allowed = looks.find((look) => look.effective !== null);
    if (allowed === undefined) tellForbidden(one, looks, ground, book);
    else if (ground.given.key === 'configurations') tellLeftOut(one, values, ground, book);
    if (allowed === undefined) continue;
    for (const { setting, spot } of one.values) {
      if (effective.has(setting.name)) continue;
      const known = idle.get(setting.name) ?? { spot, count: 0 };
      known.count++;
      idle.set(setting.name, known);
    }
    if (!isWhole) continue;
    const before = seen.get(allowed.text);
    if (before === undefined) seen.set(allowed.text, one.spot);
    else {
      const what = `expected each configuration once, found that of ${before.place} again`;
      book.error(one.spot, `${what}: remove one of them`);
    }
  }
  for (const [name, { spot, count }] of idle) {
    const others = count === 1 ? '' : `, and in ${count - 1} more`;
    book.warn(
      spot,
      `expected values that matter, found ${quoted(name)}, which has no effect beside the others here${others}: it is left out`,
    );
  }
}

/** What may stand for the parameters that are left out, one try after the other. */
function completions(
  values: Assignment,
  { given, isGrid, space }: GivenGround,
): { readonly draws: () => Iterable<Assignment>; readonly isWhole: boolean } {
  const fixed = space.filter(({ domain }) => domain.kind === 'constant');
  const constants = lazyGrid(fixed).point(0);
  if (given.key === 'configurations') return { draws: () => [constants], isWhole: true };
  if (isGrid) return { draws: () => [lazyGrid(space).point(0)], isWhole: true };
  const isWhole = space.every(
    ({ name }) => values[name] !== undefined || Object.hasOwn(constants, name),
  );
  if (isWhole) return { draws: () => [constants], isWhole };
  const drawAt = sampleDraws(space);
  return {
    isWhole,
    *draws() {
      for (let index = 0; index < LOOKED_AT; index++) yield drawAt(index);
    },
  };
}

function lookAt(drawn: Assignment, { settings, fixed, rules, constraints }: GivenGround): Look {
  const applied = rules?.apply(drawn) ?? { assignment: drawn, broken: [], impossible: [] };
  const culprits = [
    ...applied.broken.map((number) => quoted(constraints[number]!)),
    ...applied.impossible.map((name) => `a value that ${quoted(name)} cannot have`),
  ];
  const { configuration, effective } = canonicalConfiguration(settings, fixed, applied.assignment);
  const text = canonicalJson(configuration);
  return { effective: culprits.length > 0 ? null : effective, text, culprits };
}

function tellForbidden(
  { spot }: GivenConfiguration,
  looks: readonly Look[],
  { isGrid, given }: GivenGround,
  book: ComplaintBook,
): void {
  const [first] = looks;
  const always = first!.culprits.filter((text) =>
    looks.every(({ culprits }) => culprits.includes(text)),
  );
  const blamed =
    always.length > 0 ? always : [...new Set(looks.flatMap(({ culprits }) => culprits))];
  const whatever = looks.length > 1 ? ', whatever is drawn for what it leaves out' : '';
  const firsts =
    isGrid && given.key === 'first' ? ' (what it leaves out is at its first value)' : '';
  const what = 'expected a configuration that the rules allow';
  const forbid = blamed.length === 1 ? 'forbids' : 'forbid';
  book.error(
    spot,
    `${what}, found one that ${blamed.join(' and ')} ${forbid}${whatever}${firsts}: change its values, or the rules`,
  );
}

/** What a list declares, it gives: else nobody could tell a default from a slip. */
function tellLeftOut(
  one: GivenConfiguration,
  values: Assignment,
  { given, parameters, space, settings, fixed, rules }: GivenGround,
  book: ComplaintBook,
): void {
  const constants = lazyGrid(space.filter(({ domain }) => domain.kind === 'constant')).point(0);
  const drawn = { ...constants, ...values };
  const there = rules?.apply(drawn).assignment ?? drawn;
  const trained = settingValues(settings, fixed, there);
  for (const { setting, domain } of parameters) {
    const { name } = setting;
    const isSaid = Object.hasOwn(drawn, name) || domain === null;
    const isDeclared = !given.undeclared.some((parameter) => parameter.setting === setting);
    if (isSaid || !isDeclared) continue;
    if (!hasEffect(name, settings, trained) || rules?.isThere(name, drawn) === false) continue;
    book.error(
      one.spot,
      `expected ${quoted(name)} in each configuration, as \`parameters:\` declares it, found none in this one: add it, or remove it under \`parameters:\``,
    );
  }
}

/** Complains of a number of trials that does not go with what is given. */
export function checkGivenTrials(
  { key, configurations }: ReadGiven,
  trials: { readonly count: number; readonly spot: Spot } | null,
  book: ComplaintBook,
): void {
  const { length } = configurations;
  if (trials === null) return;
  if (key === 'first' && trials.count < length) {
    book.warn(
      trials.spot,
      `expected trials for all ${length} configurations of \`first\`, found ${trials.count}: the last ${length - trials.count} are never tried, raise trials`,
    );
  }
  if (key === 'configurations' && trials.count > length) {
    book.warn(
      trials.spot,
      `expected no more trials than there are \`configurations\` (${length}), found ${trials.count}: each is tried once, remove \`trials\``,
    );
  }
}
