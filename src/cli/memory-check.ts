// Whether every configuration of a sweep fits into a worker's memory, and into what the definition allows
// a trial, before anything is trained.

import type { DataSet } from '../data/data-set.js';
import type { SweepDefinition } from '../definition/sweep-definition.js';
import { canonicalConfiguration } from '../space/canonical-configuration.js';
import { compiledRules } from '../space/compiled-rules.js';
import { LAST_UNIT, valueAt } from '../space/draw.js';
import type { Domain } from '../space/parameter.js';
import { sampleDraws } from '../space/sample-draws.js';
import { trainingMemory } from '../trainables/network/network-session.js';
import { networkSettingsFor } from '../trainables/network/settings.js';
import { bytesText } from '../vocabulary/bytes-text.js';
import type { Assignment, ParameterValue } from '../vocabulary/configuration.js';
import { Slip } from '../vocabulary/errors.js';
import { givenConfigurations, searchSpaceOf } from './given-configurations.js';
import { assignmentShown } from './terminal/value-shown.js';

export interface LargestTraining {
  readonly bytes: number;
  /** The most that one worker has. */
  readonly limit: number;
  readonly assignment: Assignment;
}

/** More alternatives of one parameter than this are looked at by their ends. */
const MOST_TRIED = 64;

function extremes(domain: Domain): readonly ParameterValue[] {
  switch (domain.kind) {
    case 'constant':
      return [domain.value];
    case 'categorical':
      if (domain.values.length <= MOST_TRIED) return domain.values;
      return [...domain.values.slice(0, MOST_TRIED / 2), ...domain.values.slice(-MOST_TRIED / 2)];
    case 'normal':
    case 'log_normal':
    case 'q_normal':
    case 'q_log_normal':
    case 'beta':
    case 'q_beta':
      return [valueAt(domain, 0), valueAt(domain, LAST_UNIT)];
    default:
      return domain.min === domain.max ? [domain.max] : [domain.min, domain.max];
  }
}

/** Draws among which some are found that the rules of a space allow. */
const STARTS = 256;

/**
 * The configuration that takes the most memory. For each kind of model parameter by parameter: what one of
 * them needs does not depend on which value of another is the largest, but settings that belong to another
 * kind need nothing. Where rules forbid combinations it is the largest that can be reached that way from the
 * largest of some draws. Of a list each configuration is looked at, and none that is not in it.
 */
export function largestTraining(
  definition: SweepDefinition,
  folds: readonly DataSet[],
): LargestTraining {
  const { parameters, fixed, method } = definition;
  const task = folds[0]!.task.kind;
  const settings = networkSettingsFor(task);
  const given = givenConfigurations(definition, searchSpaceOf(definition, task));
  const rules = compiledRules({ ...definition, settings });
  /** With what is derived; null: forbidden. */
  const ruled = (drawn: Assignment) => (rules === null ? drawn : rules.allow(drawn));
  const measure = (drawn: Assignment, data = folds[0]!) => {
    const assignment = ruled(drawn);
    if (assignment === null) return { bytes: 0, limit: 0 };
    const { configuration } = canonicalConfiguration(settings, fixed, assignment);
    return trainingMemory(data, configuration);
  };
  const found =
    method === 'list'
      ? given.map((assignment) => ({ ...measure(assignment), assignment }))
      : starts().map((start) => largestFrom(start, parameters, measure));
  const largest = found.reduce((most, next) => (next.bytes > most.bytes ? next : most));
  // Folds differ by a row or two: which configuration is the largest does not depend on them.
  const ofFolds = folds.map((data) => measure(largest.assignment, data).bytes);
  const assignment = ruled(largest.assignment) ?? largest.assignment;
  return { ...largest, assignment, bytes: Math.max(...ofFolds) };

  function starts(): readonly Assignment[] {
    const begins = Object.fromEntries(
      parameters.map(({ name, domain }) => [name, extremes(domain)[0]!]),
    );
    const kinds = parameters.find(({ name }) => name === 'kind');
    const all: Assignment[] =
      kinds === undefined ? [begins] : extremes(kinds.domain).map((kind) => ({ ...begins, kind }));
    if (rules !== null) {
      const drawn = sampleDraws(parameters);
      const draws = Array.from({ length: STARTS }, (_, i) => drawn(i));
      all.push(...largestFew(draws, (draw) => measure(draw).bytes));
    }
    const filled = given.map((proposal) => ({ ...begins, ...proposal }));
    return [...all, ...largestFew(filled, (draw) => measure(draw).bytes)];
  }
}

function largestFew(
  draws: readonly Assignment[],
  bytes: (draw: Assignment) => number,
): readonly Assignment[] {
  const sized = draws.map((draw) => [bytes(draw), draw] as const).sort(([a], [b]) => b - a);
  return sized.slice(0, 4).map(([, draw]) => draw);
}

function largestFrom(
  start: Assignment,
  parameters: SweepDefinition['parameters'],
  measure: (assignment: Assignment) => { bytes: number; limit: number },
): LargestTraining {
  let assignment = start;
  let { bytes, limit } = measure(assignment);
  for (const { name, domain } of parameters) {
    for (const value of name === 'kind' ? [] : extremes(domain)) {
      if (value === assignment[name]) continue;
      const other = { ...assignment, [name]: value };
      const needed = measure(other);
      if (needed.bytes > bytes) {
        assignment = other;
        ({ bytes, limit } = needed);
      }
    }
  }
  return { bytes, limit, assignment };
}

/** @throws Slip where one configuration is too large for a worker, or for `trial_memory` */
export function refuseOversized(definition: SweepDefinition, data: readonly DataSet[]): void {
  const { bytes, limit, assignment } = largestTraining(definition, data);
  const allowed = definition.trialMemory ?? limit;
  if (bytes <= Math.min(limit, allowed)) return;
  const which = Object.keys(assignment).length === 0 ? '' : ` with ${assignmentShown(assignment)}`;
  const found = `found one of ${bytesText(bytes)}${which}: take smaller layers or a smaller batch_size`;
  if (bytes > limit) {
    throw new Slip(`expected configurations of at most ${bytesText(limit)} in a worker, ${found}`);
  }
  throw new Slip(
    `expected configurations of at most the ${bytesText(allowed)} of trial_memory, ${found}, or raise trial_memory`,
  );
}
