// A source tree becomes a sweep definition. Sections are read one by one, and each slip only silences
// the checks that need its section: one reading tells them all.

import type * as z from 'zod';
import { compiledRules } from '../space/compiled-rules.js';
import type { SpaceRules } from '../space/parameter.js';
import type { Configuration } from '../vocabulary/configuration.js';
import type { Objective } from '../vocabulary/metric.js';
import { type Settings, settingsFor } from '../vocabulary/setting.js';
import type { ComplaintBook } from './complaint-book.js';
import { readAlsoMeasure } from './rules/also-measure.js';
import { checkCircles, checkWhatIsLeft, readConstraints } from './rules/constraints.js';
import { readData } from './rules/data.js';
import type { Folders } from './rules/data-file.js';
import { checkDuplicates } from './rules/duplicates.js';
import { checkEffects } from './rules/effects.js';
import type { ReadExpression } from './rules/expressions.js';
import { type FixedSetting, readFixedSettings } from './rules/fixed-settings.js';
import { readGiven } from './rules/given.js';
import { checkGiven, checkGivenTrials } from './rules/given-together.js';
import { assignmentOf, possibleInList } from './rules/given-values.js';
import { checkLadder } from './rules/ladder.js';
import { checkSeveral, readObjectives } from './rules/objectives.js';
import { type ReadParameters, readParameters } from './rules/parameters.js';
import { checkReplicates } from './rules/replicates.js';
import { type ReadSchedule, readSchedule, scheduleOfMethod } from './rules/schedule.js';
import { checkSearch, spaceOf } from './rules/search.js';
import { type MethodWord, methodOf, shortFormOf } from './rules/short-forms.js';
import { checkComparing, readStopping } from './rules/stopping.js';
import { checkTask, type KnownTask } from './rules/task.js';
import { lintTexts } from './rules/text-lint.js';
import { checkKeys } from './rules/top-level.js';
import { readTrialMemory } from './rules/trial-memory.js';
import { checkNode } from './schema/check-node.js';
import { plainSections } from './schema/section-schema.js';
import { entryOf, type SourceNode } from './source/source-node.js';
import { limitDefaults, type SweepDefinition } from './sweep-definition.js';

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
  method: MethodWord | undefined,
  settings: Settings,
  task: KnownTask | null,
  book: ComplaintBook,
) {
  const parametersNode = section('parameters');
  const modelNode = section('model');
  const declared: ReadParameters =
    parametersNode === undefined
      ? { drawn: [], derived: [] }
      : readParameters(parametersNode, settings, book);
  const given = readGiven(section, method, declared, settings, book);
  const read = { ...declared, drawn: [...declared.drawn, ...(given?.undeclared ?? [])] };
  const constraints = readConstraints(section('constraints'), settings, book);
  checkCircles(read, settings, book);
  const parameters = [...read.drawn, ...read.derived];
  const fixed =
    modelNode === undefined ? [] : readFixedSettings(modelNode, settings, parameters, book);
  const listed = given?.key === 'configurations' ? given : null;
  const values = listed?.configurations.flatMap((one) => one.values) ?? [];
  checkTask(task, [...declared.drawn, ...declared.derived, ...fixed, ...values], book);
  const fitting = fittingSettings(settings, task);
  const possible = [...declared.drawn, ...declared.derived, ...possibleInList(given, fitting)];
  checkEffects({ settings: fitting, parameters: possible, fixed }, book);
  const configuration = configurationOf(fixed);
  const rules = rulesOf(read, constraints);
  const space = spaceOf(read.drawn);
  // What has a slip says nothing: rules are looked at as a whole, or not at all.
  const compiled =
    space === null || book.errorCount > 0
      ? undefined
      : compiledRules({ parameters: space, settings: fitting, fixed: configuration, ...rules });
  if (space !== null && compiled && listed === null) {
    checkWhatIsLeft({ space, read, constraints, rules: compiled }, book);
  }
  if (space !== null && compiled !== undefined && given !== null && book.errorCount === 0) {
    const texts = constraints.map(({ text }) => text);
    const about = { settings: fitting, fixed: configuration, rules: compiled, constraints: texts };
    const isGrid = method === 'grid';
    checkGiven({ ...about, given, isGrid, parameters: read.drawn, space }, book);
  }
  const isFree =
    read.derived.length + constraints.length === 0 && section('constraints') === undefined;
  const known = isFree && read.drawn.every(({ when }) => when === null) ? null : compiled;
  return { drawn: read.drawn, fixed: configuration, rules, compiled: known, given };
}

/** What a definition keeps of configurations that are given. */
function givenSaid({ given, drawn }: ReadSpace) {
  if (given === null) return {};
  const { key, configurations, undeclared } = given;
  const names = undeclared.map(({ setting }) => setting.name);
  return {
    [key]: configurations.map((one) => assignmentOf(one, drawn)),
    ...(names.length === 0 ? {} : { undeclared: names }),
  };
}

/** Keys that are left out where there is nothing in them: definitions without rules stay what they were. */
function rulesOf({ derived }: ReadParameters, constraints: readonly ReadExpression[]): SpaceRules {
  const computed = derived.flatMap(({ setting, formula, when }) =>
    formula === null
      ? []
      : [
          {
            name: setting.name,
            formula: formula.text,
            ...(when === null ? {} : { when: when.text }),
          },
        ],
  );
  return {
    ...(computed.length === 0 ? {} : { derived: computed }),
    ...(constraints.length === 0 ? {} : { constraints: constraints.map(({ text }) => text) }),
  };
}

type Plain = ReturnType<typeof readPlainSections>;

type ReadSpace = ReturnType<typeof readSpace>;

/** How many configurations begin, if the method is known and the numbers go together. */
function configurationsOf(
  section: Section,
  plain: Plain,
  { drawn, fixed, compiled, given }: ReadSpace,
  schedule: ReadSchedule | undefined,
  settings: Settings,
  book: ComplaintBook,
): number | null {
  const methodNode = section('method');
  const trialsNode = section('trials');
  if (plain.method === undefined || methodNode === undefined) return null;
  if (trialsNode !== undefined && plain.trials === undefined) return null;
  const trials =
    plain.trials === undefined ? null : { count: plain.trials, spot: trialsNode!.spot };
  if (given !== null) checkGivenTrials(given, trials, book);
  return checkSearch(
    {
      method: methodOf(plain.method),
      methodSpot: methodNode.spot,
      trials,
      scheduleEnds: schedule?.spec.type === 'hyperband',
      parameters: drawn,
      settings,
      fixed,
      rules: compiled,
      listed: given?.configurations.length ?? 0,
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
  const short = shortFormOf(plain.method);
  if (node !== undefined) return readSchedule(node, short, book);
  return scheduleOfMethod(short, section('method')?.spot ?? root.spot);
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
  const space = readSpace(section, plain.method, settings, task, book);
  const fitting = fittingSettings(settings, task);
  const schedule = readScheduleSection(section, root, plain, book);
  const configurations = configurationsOf(section, plain, space, schedule, fitting, book);
  if (schedule !== undefined && plain.epochs !== undefined) {
    checkLadder(schedule, plain.epochs, configurations, book);
  }
  const { epochs } = plain;
  const stopping = readStopping(section('stopping'), { data, epochs, configurations, book });
  checkComparing(schedule?.spec, section('stopping'), book);
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
    parameters: spaceOf(space.drawn)!,
    ...space.rules,
    ...givenSaid(space),
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
