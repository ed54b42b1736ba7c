// Whether the method, the parameters and the number of trials go together: a grid needs parameters it
// can enumerate, a random search an end.

import type { CompiledRules } from '../../space/compiled-rules.js';
import { gridSize } from '../../space/grid.js';
import type { Space } from '../../space/parameter.js';
import { representativeCount } from '../../space/representative.js';
import type { Configuration } from '../../vocabulary/configuration.js';
import type { Settings } from '../../vocabulary/setting.js';
import type { ComplaintBook } from '../complaint-book.js';
import { quoted, type Spot } from '../source/source-node.js';
import type { Method } from '../sweep-definition.js';
import type { ReadParameter } from './parameters.js';

/** A grid that takes longer than anyone waits. */
const LARGE_GRID = 100_000;

export interface Search {
  readonly method: Method;
  readonly methodSpot: Spot;
  readonly trials: { readonly count: number; readonly spot: Spot } | null;
  /** Whether the schedule itself says how many, where nobody else does. */
  readonly scheduleEnds: boolean;
  readonly parameters: readonly ReadParameter[];
  readonly settings: Settings;
  readonly fixed: Configuration;
  /** Configurations of a list. */
  readonly listed: number;
  /** null: there are none; undefined: one has a slip, so that nobody knows what is left. */
  readonly rules: CompiledRules | null | undefined;
}

/** The parameters, or null where one has a slip. */
export function spaceOf(parameters: readonly ReadParameter[]): Space | null {
  const space = parameters.flatMap(({ setting, domain, when }) =>
    domain === null
      ? []
      : [{ name: setting.name, domain, ...(when === null ? {} : { when: when.text }) }],
  );
  return space.length === parameters.length ? space : null;
}

function count(n: number): string {
  return n > Number.MAX_SAFE_INTEGER ? `about ${n.toPrecision(3)}` : n.toLocaleString('en-US');
}

function checkEnumerable({ parameters }: Search, book: ComplaintBook): void {
  for (const { setting, spot, domain } of parameters) {
    if (domain === null) continue;
    if (gridSize([{ name: setting.name, domain }]) === null) {
      book.error(
        spot,
        `expected values that a grid can enumerate, found ${quoted(setting.name)} with a continuous range (${domain.kind}): list its \`values\`, or use method: random`,
      );
    } else if (domain.kind === 'categorical' && domain.probabilities !== undefined) {
      book.warn(
        spot,
        `expected alternatives without \`probabilities\` in a grid, found ${quoted(setting.name)} with them: each is tried as often, use method: random`,
      );
    } else if (domain.kind === 'q_uniform') {
      const steps = (domain.max - domain.min) / domain.q;
      if (Math.abs(steps - Math.round(steps)) > 1e-9) continue;
      book.warn(
        spot,
        `expected a range whose end may be left out, found ${quoted(setting.name)} with max ${domain.max}, which a grid over q_uniform does not visit (as in W&B): raise max by q, or list its \`values\``,
      );
    }
  }
}

function checkGrid(search: Search, size: number, book: ComplaintBook): void {
  const { trials, methodSpot } = search;
  const points = `a grid of ${count(size)} points`;
  if (size > Number.MAX_SAFE_INTEGER) {
    book.error(
      methodSpot,
      `expected a grid that can be counted, found ${points}: use method: random`,
    );
  } else if (trials !== null && trials.count < size) {
    book.warn(
      trials.spot,
      `expected trials for ${points}, found ${count(trials.count)}: the alternatives of the last ${count(size - trials.count)} are never used, use method: random for a sample of all`,
    );
  } else if (size > LARGE_GRID) {
    book.warn(
      methodSpot,
      `expected a grid of at most ${count(LARGE_GRID)} points, found ${points}: use method: random with \`trials\``,
    );
  }
}

/** Whether a grid has as many points as there are draws: over q_uniform it leaves the maximum out. */
function countsDraws({ parameters }: Search): boolean {
  return parameters.every(({ domain }) => domain?.kind !== 'q_uniform');
}

function checkDrawn(search: Search, size: number | null, book: ComplaintBook): void {
  const { method, trials, methodSpot, scheduleEnds } = search;
  if (trials === null) {
    if (scheduleEnds) return;
    book.error(
      methodSpot,
      `expected \`trials\` with method: ${method}, which has no end of its own, found no such key: add trials: 27`,
    );
  } else if (size !== null && size > 0 && countsDraws(search) && trials.count > size) {
    book.warn(
      trials.spot,
      `expected no more trials than there are different configurations (${count(size)}), found ${count(trials.count)}: use method: grid to try each once`,
    );
  }
}

/** @returns how many configurations begin; null: not known */
export function checkSearch(search: Search, book: ComplaintBook): number | null {
  const { method, trials, settings, fixed, rules } = search;
  if (method === 'list') return Math.min(search.listed, trials?.count ?? search.listed);
  const space = spaceOf(search.parameters);
  const size =
    space === null || space.length === 0 || rules === undefined
      ? null
      : (representativeCount(settings, fixed, space, rules)?.count ?? null);
  if (method !== 'grid') {
    checkDrawn(search, size, book);
    return trials?.count ?? null;
  }
  checkEnumerable(search, book);
  if (size === null) return null;
  checkGrid(search, size, book);
  return Math.min(size, trials?.count ?? size);
}
