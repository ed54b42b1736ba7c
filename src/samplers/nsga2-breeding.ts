// How NSGA-II makes a child of two parents. Genes are unit numbers, one for each parameter, also for those
// that have no effect in this one; numbers are crossed and changed near where they were, alternatives
// without an order are taken from one parent or drawn anew.

import { LAST_UNIT, valueAt } from '../space/draw.js';
import type { Domain, Space } from '../space/parameter.js';
import { clamped } from '../space/quantise.js';
import { pow } from '../vocabulary/deterministic-math.js';
import type { PhiloxStream } from '../vocabulary/philox.js';
import type { Parent } from './nsga2-selection.js';

/** 0 <= gene < 1, in the order of the parameters. */
export type Genes = readonly number[];

/** Of two parents that are chosen, how often they are crossed (Deb et al. 2002). */
const CROSSOVER = 0.9;
/**
 * How near to their parents children are, and mutations to what was there: greater is nearer. The paper has
 * 20 for hundreds of generations; a sweep has ten.
 */
const CROSSOVER_INDEX = 2;
const MUTATION_INDEX = 5;
/** A child whose every gene is so near to a parent's would be the same trial again. */
const NEAR = 0.005;
/** Powers are of numbers above 0. */
const SMALLEST = Number.EPSILON / 4;

/** Independent of everything. */
export function draw(parameters: Space, random: PhiloxStream): Genes {
  return parameters.map(() => random.uniform());
}

/** The child of two parents, each the better of two: by front, then by room around it. */
export function breed(parents: readonly Parent[], parameters: Space, random: PhiloxStream): Genes {
  const [mother, father] = [tournament(parents, random), tournament(parents, random)];
  const isCrossed = random.uniform() < CROSSOVER;
  const searched = parameters.flatMap(({ domain }, i) => (domain.kind === 'constant' ? [] : [i]));
  const child = parameters.map(({ domain }, i) => {
    const [own, other] = [mother.genes[i]!, father.genes[i]!];
    const gene = isCrossed ? crossed(domain, own, other, random) : own;
    return random.uniform() * searched.length < 1 ? mutated(domain, gene, random) : gene;
  });
  const isCopy = [mother, father].some(({ genes }) => areNear(genes, child, parameters));
  if (!isCopy || searched.length === 0) return child;
  const changed = searched[random.below(searched.length)]!;
  const { domain } = parameters[changed]!;
  return child.map((gene, i) => (i === changed ? mutated(domain, gene, random) : gene));
}

function areNear(genes: Genes, others: Genes, parameters: Space): boolean {
  return parameters.every(({ domain }, i) => {
    const [gene, other] = [genes[i]!, others[i]!];
    return Math.abs(gene - other) < NEAR || valueAt(domain, gene) === valueAt(domain, other);
  });
}

function tournament(parents: readonly Parent[], random: PhiloxStream): Parent {
  const one = parents[random.below(parents.length)]!;
  const other = parents[random.below(parents.length)]!;
  if (one.front !== other.front) return one.front < other.front ? one : other;
  return one.room >= other.room ? one : other;
}

/** Every second gene of numbers is crossed, the others are the mother's. */
function crossed(domain: Domain, own: number, other: number, random: PhiloxStream): number {
  if (random.uniform() < 0.5) return own;
  return domain.kind === 'categorical' ? other : simulatedBinary(own, other, random);
}

/**
 * Simulated binary crossover within 0 and 1 (Deb and Agrawal 1995): one of two children that lie around
 * their parents as those of bit strings would.
 */
function simulatedBinary(a: number, b: number, random: PhiloxStream): number {
  const [low, high] = a < b ? [a, b] : [b, a];
  const gap = high - low;
  const u = Math.max(random.uniform(), SMALLEST);
  const isLower = random.uniform() < 0.5;
  if (gap < 1e-14) return isLower ? low : high;
  const room = isLower ? low : 1 - high;
  const alpha = 2 - pow(1 + (2 * room) / gap, -(CROSSOVER_INDEX + 1));
  const spread =
    u * alpha <= 1
      ? pow(u * alpha, 1 / (CROSSOVER_INDEX + 1))
      : pow(1 / (2 - u * alpha), 1 / (CROSSOVER_INDEX + 1));
  const away = (spread * gap) / 2;
  return within((low + high) / 2 + (isLower ? -away : away));
}

/** A change that leaves the value as it was would be none: it is drawn anew. */
function mutated(domain: Domain, gene: number, random: PhiloxStream): number {
  const near = polynomial(gene, random.uniform());
  const anew = random.uniform();
  if (domain.kind === 'categorical') return anew;
  return valueAt(domain, near) === valueAt(domain, gene) ? anew : near;
}

/** Polynomial mutation within 0 and 1 (Deb and Goyal 1996). */
function polynomial(gene: number, u: number): number {
  const power = MUTATION_INDEX + 1;
  if (u < 0.5) {
    return within(gene + pow(2 * u + (1 - 2 * u) * pow(1 - gene, power), 1 / power) - 1);
  }
  return within(
    gene + 1 - pow(2 * (1 - u) + (2 * u - 1) * pow(Math.max(gene, SMALLEST), power), 1 / power),
  );
}

/** The nearest gene that there is. */
export function within(gene: number): number {
  return clamped(gene, 0, LAST_UNIT);
}
