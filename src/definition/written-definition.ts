// A definition as a person would write it: a plain object with the keys of a file. It reads back as the
// same definition, so that a stored one can be changed by the rules that files are checked by, and two
// can be compared in the words that people know them by.

import type { Domain } from '../space/parameter.js';
import type { Objective } from '../vocabulary/metric.js';
import { dataDefaults } from './rules/data-defaults.js';
import {
  type DataSpec,
  limitDefaults,
  type ScheduleSpec,
  type StoppingSpec,
  type SweepDefinition,
  type WatchingSpec,
} from './sweep-definition.js';

/** Numbers, texts, lists and maps. */
export type WrittenMap = Readonly<Record<string, unknown>>;

/** What says nothing is left out. */
export function writtenDefinition(definition: SweepDefinition): WrittenMap {
  const { objective, objectives, alsoMeasure, seeds, fixed } = definition;
  return said({
    name: definition.name,
    description: definition.description,
    method: definition.method,
    trials: definition.trials,
    duplicates: definition.duplicates,
    seed: definition.seed,
    seeds: seeds === 1 ? null : seeds,
    folds: definition.folds,
    metric: objectives === undefined ? writtenObjective(objective) : null,
    metrics: objectives?.map(writtenObjective),
    data: writtenData(definition.data, definition.folds !== null),
    model: Object.keys(fixed).length === 0 ? null : fixed,
    epochs: definition.epochs,
    parameters: writtenSpace(definition),
    constraints: definition.constraints,
    first: definition.first,
    configurations: definition.configurations,
    schedule: writtenSchedule(definition.schedule),
    stopping: writtenStopping(definition.stopping, objective),
    also_measure: alsoMeasure,
    trial_timeout: definition.trialTimeout,
    trial_memory: definition.trialMemory,
    checkpoint_every: definition.checkpointEvery,
    give_up_after: definition.giveUpAfter ?? 'never',
    parallelism: definition.parallelism,
    order: definition.order === limitDefaults.order ? null : definition.order,
  });
}

function said(map: WrittenMap): WrittenMap {
  const entries = Object.entries(map).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries);
}

function writtenObjective({ name, goal }: Objective): WrittenMap {
  return { name, goal };
}

/** splitSeed is split_seed. */
function keyOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const unsaid: Readonly<Record<string, unknown>> = dataDefaults;

/** @param isFolded folds validate in turn, and a share to validate on would contradict them */
function writtenData({ kind: _kind, ...data }: DataSpec, isFolded: boolean): WrittenMap {
  const entries = Object.entries(data).filter(([name, value]) => {
    if (name === 'validation' && isFolded) return false;
    return unsaid[name] !== value && !(Array.isArray(value) && value.length === 0);
  });
  return said(Object.fromEntries(entries.map(([name, value]) => [keyOf(name), value])));
}

/** null: a list may declare nothing. */
function writtenSpace(definition: SweepDefinition): WrittenMap | null {
  const { parameters, derived = [], undeclared = [] } = definition;
  const declared = parameters.filter(({ name }) => !undeclared.includes(name));
  const drawn = declared.map(({ name, domain, when }) => [
    name,
    said({ ...writtenDomain(domain), when }),
  ]);
  const computed = derived.map(({ name, formula, when }) => [
    name,
    said({ derive: formula, when }),
  ]);
  const all = [...drawn, ...computed];
  return all.length === 0 ? null : Object.fromEntries(all);
}

function writtenDomain(domain: Domain): WrittenMap {
  switch (domain.kind) {
    case 'constant':
      return { value: domain.value };
    case 'categorical': {
      const { kind: _kind, ...alternatives } = domain;
      return alternatives;
    }
    default: {
      const { kind, ...range } = domain;
      return { distribution: kind, ...range };
    }
  }
}

function writtenSchedule(schedule: ScheduleSpec): WrittenMap {
  return Object.fromEntries(Object.entries(schedule).map(([name, value]) => [keyOf(name), value]));
}

/** That the last epoch speaks for a trial is said in the first rule of patience. */
function writtenStopping(
  rules: readonly StoppingSpec[],
  { epoch }: Objective,
): readonly WrittenMap[] {
  const speaker = epoch === 'last' ? rules.findIndex(({ type }) => type === 'patience') : -1;
  return rules.map((rule, i) => {
    if (rule.type === 'diverged') return said({ type: rule.type, bound: rule.bound });
    const metric = rule.metric === null ? null : writtenObjective(rule.metric);
    return said({ ...writtenRule(rule), metric, restore_best: i === speaker ? false : null });
  });
}

function writtenRule(rule: WatchingSpec): WrittenMap {
  const { metric: _metric, ...keys } = rule;
  switch (keys.type) {
    case 'bandit': {
      const { slack, ...rest } = keys;
      return { ...rest, [`slack_${slack.kind}`]: slack.value };
    }
    case 'hyperband':
      return { type: keys.type, ...withKeys(keys.bands) };
    default:
      return withKeys(keys);
  }
}

function withKeys(record: Readonly<Record<string, unknown>>): WrittenMap {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [keyOf(name), value]));
}
