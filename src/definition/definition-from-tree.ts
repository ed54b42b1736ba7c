// A source tree becomes a sweep definition. Sections are read one by one, and each slip only silences
// the checks that need its section: one reading tells them all.

import type * as z from 'zod';
import type { Configuration } from '../vocabulary/configuration.js';
import type { Objective } from '../vocabulary/metric.js';
import { type Settings, settingsFor } from '../vocabulary/setting.js';
import type { ComplaintBook } from './complaint-book.js';
import { readAlsoMeasure } from './rules/also-measure.js';
import { readData } from './rules/data.js';
import type { Folders } from './rules/data-file.js';
import { checkDuplicates } from './rules/duplicates.js';
import { checkEffects } from './rules/effects.js';
import { type FixedSetting, readFixedSettings } from './rules/fixed-settings.js';
import { checkSeveral, readObjectives } from './rules/objectives.js';
import { readParameters } from './rules/parameters.js';
import { checkReplicates } from './rules/replicates.js';
import { checkLadder, readSchedule, scheduleOfMethod } from './rules/schedule.js';
import { checkSearch, spaceOf } from './rules/search.js';
import { readStopping } from './rules/stopping.js';
import { checkTask, type KnownTask } from './rules/task.js';
import { lintTexts } from './rules/text-lint.js';
import { checkKeys } from './rules/top-level.js';
import { readTrialMemory } from './rules/trial-memory.js';
import { checkNode } from './schema/check-node.js';
import { plainSections } from './schema/section-schema.js';
import { entryOf, type SourceNode } from './source/source-node.js';
import { limitDefaults, type Method, type SweepDefinition } from './sweep-definition.js';

export interface DefinitionContext {
  readonly settings: Settings;
  readonly folders: Folders;
  /** For a definition that has no name of its own. */
  readonly defaultName: string;
}

function deeplyFrozen<Value>(value: Value): Value {
  if (value !== null && typeof value === 'object') Object.values(value).forEach(deeplyFrozen);
  return Object.freeze(value);
}

/** One section of the file, or undefined. */
type Section = (key: string) => SourceNode | undefined;

function readPlainSections(section: Section, book: ComplaintBook) {
  const read = <Schema extends z.ZodType>(key: string, schema: Schema) => {
    const node = section(key);
    return node === undefined ? undefined : checkNode(schema, node, book);
  };
  const schemas = plainSections;
  return {
    name: read('name', schemas.name),
    description: read('description', schemas.description),
    method: read('method', schemas.method),
    trials: read('trials', schemas.trials),
    duplicates: read('duplicates', schemas.duplicates),
    seed: read('seed', schemas.seed),
    seeds: read('seeds', schemas.seeds),
    folds: read('folds', schemas.folds),
    epochs: read('epochs', schemas.epochs),
    trialTimeout: read('trial_timeout', schemas.trial_timeout),
    trialMemory: readTrialMemory(section('trial_memory'), book),
    checkpointEvery: read('checkpoint_every', schemas.checkpoint_every),
    giveUpAfter: read('give_up_after', schemas.give_up_after),
    parallelism: read('parallelism', schemas.parallelism),
    order: read('order', schemas.order),
  };
}

/** @param said null, like `never`: however many fail, the sweep goes on */
function failuresInARow(said: number | 'never' | null | undefined): number | null {
  if (said === undefined) return limitDefaults.giveUpAfter;
  return said === 'never' ? null : said;
}

function configurationOf(fixed: readonly FixedSetting[]): Configuration {
  const known = fixed.filter(({ value }) => value !== undefined);
  return Object.freeze(
    Object.fromEntries(known.map(({ setting, value }) => [setting.name, value!])),
  );
}

function fittingSettings(settings: Settings, task: KnownTask | null): Settings {
  return task === null ? settings : settingsFor(task.kind, settings);
}

function readSpace(
  section: Section,
  settings: Settings,
  task: KnownTask | null,
  book: ComplaintBook,
) {
  const parametersNode = section('parameters');
  const modelNode = section('model');
  const parameters =
    parametersNode === undefined ? [] : readParameters(parametersNode, settings, book);
  const fixed =
    modelNode === undefined ? [] : readFixedSettings(modelNode, settings, parameters, book);
  checkTask(task, [...parameters, ...fixed], book);
  checkEffects({ settings: fittingSettings(settings, task), parameters, fixed }, book);
  return { parameters, fixed: configurationOf(fixed) };
}

type Plain = ReturnType<typeof readPlainSections>;

/** A short form is a random search. */
function methodOf(word: NonNullable<Plain['method']>): Method {
  return word === 'successive_halving' ? 'random' : word;
}
type ReadSpace = ReturnType<typeof readSpace>;

/** How many configurations begin, if the method is known and the numbers go together. */
function configurationsOf(
  section: Section,
  plain: Plain,
  { parameters, fixed }: ReadSpace,
  settings: Settings,
  book: ComplaintBook,
): number | null {
  const methodNode = section('method');
  const trialsNode = section('trials');
  if (plain.method === undefined || methodNode === undefined) return null;
  if (trialsNode !== undefined && plain.trials === undefined) return null;
  return checkSearch(
    {
      method: methodOf(plain.method),
      methodSpot: methodNode.spot,
      trials: plain.trials === undefined ? null : { count: plain.trials, spot: trialsNode!.spot },
      parameters,
      settings,
      fixed,
    },
    book,
  );
}

function readScheduleSection(
  section: Section,
  root: SourceNode,
  plain: Plain,
  book: ComplaintBook,
) {
  const node = section('schedule');
  const isShortForm = plain.method === 'successive_halving';
  if (node !== undefined) return readSchedule(node, isShortForm, book);
  return scheduleOfMethod(isShortForm, section('method')?.spot ?? root.spot);
}

/** The first is the one by which the best epoch, or the last, speaks for a trial. */
function objectivesSaid([first, ...others]: readonly Objective[], lastSpeaks: boolean) {
  const objective: Objective = lastSpeaks ? { ...first!, epoch: 'last' } : first!;
  return { objective, ...(others.length === 0 ? {} : { objectives: [objective, ...others] }) };
}

/** @returns null where there is a slip: the book then has them all */
export function definitionFromTree(
  root: SourceNode,
  { settings, folders, defaultName }: DefinitionContext,
  book: ComplaintBook,
): SweepDefinition | null {
  checkKeys(root, settings, book);
  if (root.kind !== 'map') return null;
  const section: Section = (key) => entryOf(root, key)?.value;
  const plain = readPlainSections(section, book);
  const dataNode = section('data');
  const data = dataNode === undefined ? null : readData(dataNode, folders, book);
  const objectives = readObjectives(section, data, book);
  checkSeveral(objectives, plain.method, section, book);
  // Where only the file can tell the task, `refuseMisfits` looks when it is read.
  const kind = data?.task ?? null;
  const task = kind === null ? null : { kind, classes: null };
  const space = readSpace(section, settings, task, book);
  const fitting = fittingSettings(settings, task);
  const configurations = configurationsOf(section, plain, space, fitting, book);
  const schedule = readScheduleSection(section, root, plain, book);
  if (schedule !== undefined && plain.epochs !== undefined) {
    checkLadder(schedule, plain.epochs, configurations, book);
  }
  const stopping = readStopping(section('stopping'), { data, epochs: plain.epochs, book });
  const alsoMeasure = readAlsoMeasure(section('also_measure'), data, book);
  checkReplicates(section, plain, book);
  checkDuplicates(section('duplicates'), plain, book);
  lintTexts(root, book);
  if (book.errorCount > 0) return null;
  return deeplyFrozen({
    name: plain.name ?? defaultName,
    description: plain.description ?? null,
    method: methodOf(plain.method!),
    trials: plain.trials ?? null,
    ...(plain.duplicates === true ? { duplicates: true as const } : {}),
    seed: plain.seed ?? 0,
    seeds: plain.seeds ?? 1,
    folds: plain.folds ?? null,
    ...objectivesSaid(objectives!, stopping.lastSpeaks),
    data: data!.spec,
    epochs: plain.epochs!,
    fixed: space.fixed,
    parameters: spaceOf(space.parameters)!,
    schedule: schedule!.spec,
    stopping: stopping.rules,
    ...(alsoMeasure.length === 0 ? {} : { alsoMeasure }),
    trialTimeout: plain.trialTimeout ?? null,
    trialMemory: plain.trialMemory ?? limitDefaults.trialMemory,
    checkpointEvery: plain.checkpointEvery ?? limitDefaults.checkpointEvery,
    giveUpAfter: failuresInARow(plain.giveUpAfter),
    parallelism: plain.parallelism ?? 16,
    order: plain.order ?? limitDefaults.order,
  });
}
