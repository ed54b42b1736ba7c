// Spaces of parameters of any kind and range, some of them there only beside others, with constraints and a
// derived parameter. Each comes with what its rules mean, written out a second time in plain functions: what is
// proposed is held against these, and not against the space's own reading of its rules.

import fc from 'fast-check';
import type { Derived, Domain, Parameter } from '../../../src/space/parameter.js';
import { type SearchSpace, searchSpace } from '../../../src/space/search-space.js';
import { typicalValue } from '../../../src/space/typical-value.js';
import type { Assignment, ParameterValue } from '../../../src/vocabulary/configuration.js';
import { domainFault } from './domain-fault.js';

export interface RandomSpace {
  readonly space: SearchSpace;
  /** Everything that is wrong with a proposal. @param isGrid visits what is never drawn */
  faultsOf(proposal: Assignment, isGrid: boolean): readonly string[];
  /** What fast-check shows of it. */
  toString(): string;
}

/** A rule in the language of definitions, and what it means where all that it looks at is there. */
interface Rule<Result> {
  readonly text: string;
  readonly looksAt: readonly string[];
  readonly meaning: (values: Assignment) => Result;
}

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** Both ends of a range, of a width that is a good part of it. */
const range = (least: number, most: number) =>
  fc
    .tuple(real(least, most), real((most - least) / 50, most - least))
    .map(([min, width]) => ({ min, max: min + width }));
const cut = fc.oneof(fc.constant({}), range(0.1, 0.5));
const step = fc.constantFrom(0.1, 0.25, 0.5);

const texts = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), {
  minLength: 1,
  maxLength: 5,
});
const numbers = fc.uniqueArray(fc.constantFrom(-2, 0, 0.1, 0.3, 1, 7, 1e-5), {
  minLength: 1,
  maxLength: 6,
});
const lists = fc.constantFrom(
  [[], [8], [8, 8]],
  [
    [1, 2],
    [2, 1],
  ],
);
const values: fc.Arbitrary<readonly ParameterValue[]> = fc.oneof(
  texts,
  numbers,
  fc.constant([true, false]),
  lists,
);

const categorical: fc.Arbitrary<Domain> = fc
  .record({
    values,
    shares: fc.option(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 6, maxLength: 6 })),
    ordered: fc.boolean(),
  })
  .map((drawn): Domain => {
    const shares = drawn.shares?.slice(0, drawn.values.length) ?? [];
    const total = shares.reduce((sum, share) => sum + share, 0);
    return {
      kind: 'categorical',
      values: drawn.values,
      ...(total === 0 ? {} : { probabilities: shares.map((share) => share / total) }),
      ...(drawn.ordered ? { ordered: true } : {}),
    };
  });

/** Those that a grid can visit. */
const listedDomain: fc.Arbitrary<Domain> = fc.oneof(
  { weight: 4, arbitrary: categorical },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: -3, max: 9 }), fc.nat({ max: 6 }))
      .map(([min, width]): Domain => ({ kind: 'int_uniform', min, max: min + width })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(range(-1, 1), step)
      .map(([ends, q]): Domain => ({ kind: 'q_uniform', ...ends, q })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<ParameterValue>(3, 'fixed', false)
      .map((value): Domain => ({ kind: 'constant', value })),
  },
);

const endlessDomain: fc.Arbitrary<Domain> = fc.oneof(
  range(-5, 5).map((ends): Domain => ({ kind: 'uniform', ...ends })),
  range(1e-4, 10).map((ends): Domain => ({ kind: 'log_uniform_values', ...ends })),
  fc
    .tuple(range(0.2, 10), step)
    .map(([ends, q]): Domain => ({ kind: 'q_log_uniform_values', ...ends, q })),
  fc
    .tuple(fc.constantFrom('normal', 'log_normal'), real(-1, 1), real(0.1, 2), cut)
    .map(([kind, mu, sigma, ends]): Domain => ({ kind, mu, sigma, ...ends })),
  fc
    .tuple(fc.constantFrom('q_normal', 'q_log_normal'), real(-1, 1), real(0.1, 2), step, cut)
    .map(([kind, mu, sigma, q, ends]): Domain => ({ kind, mu, sigma, q, ...ends })),
  fc
    .tuple(real(0.5, 9), real(0.5, 9), cut)
    .map(([a, b, ends]): Domain => ({ kind: 'beta', a, b, ...ends })),
  fc
    .tuple(real(0.5, 9), real(0.5, 9), step, cut)
    .map(([a, b, q, ends]): Domain => ({ kind: 'q_beta', a, b, q, ...ends })),
);

type Choice = () => number;

/** Whether a parameter has some value, of which about half of all draws have one. */
function conditionOn({ name, domain }: Parameter, choice: Choice): Rule<boolean> | null {
  const typical = typicalValue(domain);
  const looksAt = [name];
  const word = (value: ParameterValue) => (typeof value === 'string' ? `'${value}'` : `${value}`);
  switch (typeof typical) {
    case 'object':
      return null;
    case 'number': {
      const bound = Number(typical.toFixed(4));
      return choice() < 0.5
        ? { text: `${name} >= ${bound}`, looksAt, meaning: (of) => Number(of[name]) >= bound }
        : { text: `not ${name} > ${bound}`, looksAt, meaning: (of) => Number(of[name]) <= bound };
    }
    default:
      return choice() < 0.5
        ? { text: `${name} = ${word(typical)}`, looksAt, meaning: (of) => of[name] === typical }
        : { text: `${name} != ${word(typical)}`, looksAt, meaning: (of) => of[name] !== typical };
  }
}

/** Of two rules one holds. */
function either(one: Rule<boolean>, other: Rule<boolean>): Rule<boolean> {
  return {
    text: `${one.text} or ${other.text}`,
    looksAt: [...one.looksAt, ...other.looksAt],
    meaning: (of) => one.meaning(of) || other.meaning(of),
  };
}

const isNumber = ({ domain }: Parameter) => typeof typicalValue(domain) === 'number';

/** A sum of two numbers that stays below what is usual, with some room. */
function boundOn(one: Parameter, other: Parameter): Rule<boolean> {
  const usual = Number(typicalValue(one.domain)) + Number(typicalValue(other.domain));
  const bound = Number((usual + 0.5 * Math.abs(usual) + 0.1).toFixed(4));
  return {
    text: `${one.name} + ${other.name} <= ${bound}`,
    looksAt: [one.name, other.name],
    meaning: (of) => Number(of[one.name]) + Number(of[other.name]) <= bound,
  };
}

interface Ruled {
  readonly parameters: readonly Parameter[];
  readonly whens: ReadonlyMap<string, Rule<boolean>>;
  readonly constraints: readonly Rule<boolean>[];
  readonly derived: Rule<number> | null;
}

const DERIVED = 'twice';

function randomSpace({ parameters, whens, constraints, derived }: Ruled): RandomSpace {
  const computed: Derived[] = derived === null ? [] : [{ name: DERIVED, formula: derived.text }];
  const options = {
    parameters,
    derived: computed,
    constraints: constraints.map((one) => one.text),
  };
  const areThere = ({ looksAt }: Rule<unknown>, proposal: Assignment) =>
    looksAt.every((name) => proposal[name] !== undefined);

  function faultsOf(proposal: Assignment, isGrid: boolean): string[] {
    const faults: string[] = [];
    for (const { name, domain } of parameters) {
      const when = whens.get(name);
      const isThere = when === undefined || (areThere(when, proposal) && when.meaning(proposal));
      const value = proposal[name];
      if ((value !== undefined) !== isThere)
        faults.push(`${name} is ${isThere ? 'missing' : 'there'}`);
      const fault = value === undefined ? null : domainFault(domain, value, isGrid);
      if (fault !== null) faults.push(`${name} ${fault}`);
    }
    const due =
      derived !== null && areThere(derived, proposal) ? derived.meaning(proposal) : undefined;
    if (proposal[DERIVED] !== due) faults.push(`${DERIVED} is ${proposal[DERIVED]}, not ${due}`);
    for (const rule of constraints) {
      if (areThere(rule, proposal) && !rule.meaning(proposal)) faults.push(`breaks ${rule.text}`);
    }
    const order = [...parameters.map(({ name }) => name), DERIVED];
    const names = Object.keys(proposal);
    const inOrder = order.filter((name) => names.includes(name));
    if (names.join() !== inOrder.join()) faults.push(`has ${names}, not ${inOrder}`);
    return faults;
  }

  return {
    space: searchSpace({ ...options, settings: [], fixed: {} }),
    faultsOf,
    toString: () => JSON.stringify(options),
  };
}

/** @param isListed of domains that a grid can visit alone */
export function randomSpaces(isListed: boolean): fc.Arbitrary<RandomSpace> {
  const domain = isListed ? listedDomain : fc.oneof(listedDomain, endlessDomain);
  return fc
    .record({
      domains: fc.array(domain, { minLength: 2, maxLength: isListed ? 4 : 6 }),
      choices: fc.array(real(0, 1), { minLength: 50, maxLength: 50 }),
      shuffle: fc.boolean(),
    })
    .map(({ domains, choices, shuffle }) => {
      let taken = 0;
      const choice = () => choices[taken++ % choices.length]!;
      return randomSpace(ruledSpace(domains, choice, shuffle));
    });
}

/** Conditions look at parameters before them, so that there is no circle; the order of all may be another. */
function ruledSpace(domains: readonly Domain[], choice: Choice, shuffle: boolean): Ruled {
  const parameters: Parameter[] = [];
  const whens = new Map<string, Rule<boolean>>();
  const oneOf = <T>(list: readonly T[]) =>
    list[Math.min(Math.floor(choice() * list.length), list.length - 1)];
  domains.forEach((domain, i) => {
    const above = choice() < 0.4 ? oneOf(parameters) : undefined;
    const when = above === undefined ? null : conditionOn(above, choice);
    const name = `p${i}`;
    if (when !== null) whens.set(name, when);
    parameters.push({ name, domain, ...(when === null ? {} : { when: when.text }) });
  });
  const sized = parameters.filter(isNumber);
  const constraints: Rule<boolean>[] = [];
  if (sized.length > 1 && choice() < 0.4) constraints.push(boundOn(sized[0]!, sized[1]!));
  if (choice() < 0.4) {
    const pair = parameters.slice(-2).map((parameter) => conditionOn(parameter, choice));
    if (pair[0] && pair[1]) constraints.push(either(pair[0], pair[1]));
  }
  const source = choice() < 0.4 ? oneOf(sized) : undefined;
  return {
    parameters: shuffle ? parameters.toReversed() : parameters,
    whens,
    constraints,
    derived: source === undefined ? null : twice(source.name),
  };
}

function twice(name: string): Rule<number> {
  return { text: `${name} * 2`, looksAt: [name], meaning: (of) => Number(of[name]) * 2 };
}
