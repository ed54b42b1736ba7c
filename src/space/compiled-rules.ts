// Conditions, derived parameters and constraints, parsed once and applied to draw after draw. Names in them
// mean what a configuration trains with: drawn, derived, fixed or default values; a setting that is not there,
// or has no effect, is null. Invariant: what a configuration comes to depends on nothing that it drops, so
// that all draws of one configuration are allowed or none.

import type { Assignment, Configuration, ParameterValue } from '../vocabulary/configuration.js';
import { Slip } from '../vocabulary/errors.js';
import { settingDialect } from '../vocabulary/expression/dialect.js';
import {
  type Condition,
  namesIn,
  type Operand,
  operandsOf,
} from '../vocabulary/expression/expression.js';
import { parseCondition, parseFormula } from '../vocabulary/expression/parser.js';
import { defaultOf, meets, type Settings, settingNamed } from '../vocabulary/setting.js';
import { type Lookup, operandValue, truthOf } from './expression-value.js';
import type { Parameter, SpaceRules } from './parameter.js';
import { settingValue } from './setting-value.js';

/** What the rules make of one draw. */
export interface AppliedRules {
  /** Parameters that are there, in the definition's order, then the derived ones. */
  readonly assignment: Assignment;
  /** Numbers of the constraints that it breaks. */
  readonly broken: readonly number[];
  /** Derived parameters whose value is none that their setting takes. */
  readonly impossible: readonly string[];
}

export interface CompiledRules {
  /** Settings that the rules look at. */
  readonly names: ReadonlySet<string>;
  apply(drawn: Assignment): AppliedRules;
  /** What a draw comes to; null: it is forbidden. */
  allow(drawn: Assignment): Assignment | null;
  /** Whether a parameter is there beside what is drawn. */
  isThere(name: string, drawn: Assignment): boolean;
}

export interface RulesOptions extends SpaceRules {
  readonly parameters: readonly Parameter[];
  readonly settings: Settings;
  readonly fixed: Configuration;
}

/** @returns null where there are none @throws Slip for text that is no expression */
export function compiledRules(options: RulesOptions): CompiledRules | null {
  const { parameters, settings, fixed, derived = [], constraints = [] } = options;
  const whens = new Map<string, Condition>();
  for (const { name, when } of [...parameters, ...derived]) {
    if (when !== undefined) whens.set(name, parseCondition(when, settingDialect));
  }
  if (whens.size === 0 && derived.length === 0 && constraints.length === 0) return null;
  const formulas = new Map(
    derived.map(({ name, formula }) => [name, parseFormula(formula, settingDialect)] as const),
  );
  const conditions = constraints.map((text) => parseCondition(text, settingDialect));
  const operands = [
    ...[...whens.values(), ...conditions].flatMap(operandsOf),
    ...formulas.values(),
  ];
  const reading = (drawn: Assignment) => readingOf({ drawn, settings, fixed, whens, formulas });

  function apply(drawn: Assignment): AppliedRules {
    const { isThere, given, value } = reading(drawn);
    const assignment: Record<string, ParameterValue> = {};
    const impossible: string[] = [];
    for (const { name } of parameters) {
      const drawnValue = drawn[name];
      if (drawnValue !== undefined && isThere(name)) assignment[name] = drawnValue;
    }
    for (const { name } of derived) {
      const computed = given(name);
      if (computed !== null) assignment[name] = computed;
      else if (isThere(name) && isComputable(formulas.get(name)!, value)) impossible.push(name);
    }
    const broken = conditions.flatMap((condition, i) =>
      truthOf(condition, value) === false ? [i] : [],
    );
    return { assignment, broken, impossible };
  }

  return {
    names: new Set(operands.flatMap(namesIn)),
    isThere: (name, drawn) => reading(drawn).isThere(name),
    apply,
    allow(drawn) {
      const { assignment, broken, impossible } = apply(drawn);
      return broken.length + impossible.length > 0 ? null : assignment;
    },
  };
}

function isComputable(formula: Operand, lookup: Lookup): boolean {
  return operandValue(formula, lookup) !== null;
}

/** @param names the last of them is the one that was met again */
export function circleSlip(names: readonly string[]): Slip {
  const circle = names.slice(names.indexOf(names.at(-1)!)).join(' → ');
  return new Slip(`expected rules without a circle, found ${circle}: remove one of them`);
}

interface Ground {
  readonly drawn: Assignment;
  readonly settings: Settings;
  readonly fixed: Configuration;
  readonly whens: ReadonlyMap<string, Condition>;
  readonly formulas: ReadonlyMap<string, Operand>;
}

interface Reading {
  /** Whether the condition of a parameter holds, if it has one. */
  isThere(name: string): boolean;
  /** A value that is drawn, derived or fixed. */
  given(name: string): ParameterValue | null;
  /** What expressions see. */
  readonly value: Lookup;
}

/** Values are looked up as they are needed, each once: what one depends on may depend on others. */
function readingOf({ drawn, settings, fixed, whens, formulas }: Ground): Reading {
  const pending = new Set<string>();
  const there = new Map<string, boolean>();
  const known = new Map<string, ParameterValue | null>();

  /** Definitions are refused for the circles that can be seen beforehand; the others end here. */
  function within<Result>(name: string, look: () => Result): Result {
    if (pending.has(name)) throw circleSlip([...pending, name]);
    pending.add(name);
    const result = look();
    pending.delete(name);
    return result;
  }

  function isThere(name: string): boolean {
    const when = whens.get(name);
    if (when === undefined) return true;
    const before = there.get(name);
    if (before !== undefined) return before;
    const now = within(name, () => truthOf(when, value) === true);
    there.set(name, now);
    return now;
  }

  function given(name: string): ParameterValue | null {
    const formula = formulas.get(name);
    if (formula === undefined) {
      return isThere(name) ? (drawn[name] ?? fixed[name] ?? null) : null;
    }
    let found = known.get(name);
    if (found === undefined) {
      const setting = settingNamed(settings, name);
      const computed = isThere(name) ? within(name, () => operandValue(formula, value)) : null;
      found =
        computed === null || setting === undefined ? computed : settingValue(setting, computed);
      known.set(name, found);
    }
    return found;
  }

  /** What training takes: where nothing is given, the default. */
  function trained(name: string): ParameterValue | null {
    const found = given(name);
    const setting = settingNamed(settings, name);
    if (found !== null || setting === undefined) return found;
    if (setting.defaults === undefined) return setting.default;
    const other = trained(setting.defaults.setting);
    return defaultOf(setting, other === null ? {} : { [setting.defaults.setting]: other });
  }

  function hasEffect(name: string): boolean {
    const { appliesWhen = [], matters } = settingNamed(settings, name) ?? {};
    const applies = appliesWhen.every((condition) => {
      const above = trained(condition.setting);
      return above !== null && meets(condition, above) && hasEffect(condition.setting);
    });
    return applies && (matters === undefined || matters(everything));
  }

  /** All values, of which `matters` looks at a few. */
  const everything = new Proxy<Configuration>(
    {},
    { get: (_, name) => trained(String(name)) ?? undefined },
  );

  function value(name: string): ParameterValue | null {
    const isAbsent = whens.has(name) && !isThere(name);
    return isAbsent || !hasEffect(name) ? null : trained(name);
  }

  return { isThere, given, value };
}
