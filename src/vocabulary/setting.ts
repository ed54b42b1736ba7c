// What a trainable can be told: one entry per training or model setting. A catalogue of settings is
// data, so that a definition is checked, a configuration made canonical, and a schema written from
// the same list that the trainable reads.

import type { Configuration, ParameterValue } from './configuration.js';
import type { TaskKind } from './measure.js';

interface Interval {
  readonly min?: number;
  readonly max?: number;
  /** The bound itself is not allowed (lr > 0, dropout < 1). */
  readonly aboveMin?: boolean;
  readonly belowMax?: boolean;
}

export type SettingKind =
  | ({ readonly type: 'number' | 'integer' } & Interval)
  | { readonly type: 'choice'; readonly values: readonly string[] }
  | { readonly type: 'boolean' }
  /** A list of whole numbers, each within min..max (hidden: [64, 64]), between which `words` may stand. */
  | {
      readonly type: 'integers';
      readonly min: number;
      readonly max: number;
      readonly maxLength: number;
      /** convolutions: [16, pool, 32, pool] */
      readonly words?: readonly string[];
      /** Any order trains the same (lr_milestones: [20, 10]); the canonical one is ascending. */
      readonly anyOrder?: true;
    }
  /** A list of numbers, or one of the words in its place (class_weights: balanced). */
  | ({
      readonly type: 'numbers';
      readonly maxLength: number;
      readonly words: readonly string[];
      /** As many as the data have classes. */
      readonly perClass?: true;
    } & Interval);

/** Something that another setting must be: one of some values, or a number above another. */
export type Condition =
  | { readonly setting: string; readonly values: readonly ParameterValue[] }
  | { readonly setting: string; readonly above: number };

export interface Setting {
  readonly name: string;
  /** Where it may also stand in a definition: under `model:` or at the top level of `parameters:`. */
  readonly group: 'model' | 'training';
  readonly kind: SettingKind;
  readonly default: ParameterValue;
  /** Defaults under some values of another setting, by that value as text (lr: 0.01 under rmsprop). */
  readonly defaults?: {
    readonly setting: string;
    readonly values: Readonly<Record<string, ParameterValue>>;
  };
  /** Of a choice that depends on the task: its words there, the first of which is the default. */
  readonly byTask?: Readonly<Record<TaskKind, readonly string[]>>;
  /** It has an effect only where all of these hold (momentum: sgd or rmsprop). */
  readonly appliesWhen?: readonly Condition[];
  /**
   * Besides, only where this holds of all values, defaults filled in: what no condition can say
   * (residual: two hidden layers in a row of one width). Only canonical configurations look at it.
   */
  readonly matters?: (values: Configuration) => boolean;
  /** One or two sentences for docs and for editors. */
  readonly about: string;
}

export type Settings = readonly Setting[];

/** Whether its value is a list, of which a bare list in a definition could also be the alternatives. */
export function takesLists({ type }: SettingKind): boolean {
  return type === 'integers' || type === 'numbers';
}

/** The value of a setting that nobody gave. @param given values that were given, and other defaults */
export function defaultOf(setting: Setting, given: Configuration): ParameterValue {
  const { defaults } = setting;
  if (defaults === undefined) return setting.default;
  const value = String(given[defaults.setting]);
  return (
    (Object.hasOwn(defaults.values, value) ? defaults.values[value] : undefined) ?? setting.default
  );
}

/** All that the value of a setting can be where nobody gave one. */
export function possibleDefaults(setting: Setting): readonly ParameterValue[] {
  const byTask = Object.values(setting.byTask ?? {}).map(([word]) => word!);
  const all = [setting.default, ...Object.values(setting.defaults?.values ?? {}), ...byTask];
  return [...new Set(all)];
}

/** Whether a value is what a condition asks for. */
export function meets(condition: Condition, value: ParameterValue): boolean {
  if ('above' in condition) return typeof value === 'number' && value > condition.above;
  return condition.values.includes(value);
}

/** Whether a setting has an effect, given the values of the others (defaults filled in). */
export function applies(setting: Setting, configuration: Configuration): boolean {
  return (setting.appliesWhen ?? []).every((condition) => {
    const value = configuration[condition.setting];
    return value !== undefined && meets(condition, value);
  });
}

const narrowed = new WeakMap<Settings, Map<TaskKind, Settings>>();

/** The catalogue for one task: choices have the words, and the default, that fit it. */
export function settingsFor(task: TaskKind, settings: Settings): Settings {
  const known = narrowed.get(settings) ?? new Map<TaskKind, Settings>();
  narrowed.set(settings, known);
  let found = known.get(task);
  if (found === undefined) {
    found = Object.freeze(
      settings.map((setting) => {
        const { byTask, ...rest } = setting;
        if (byTask === undefined) return setting;
        const values = byTask[task];
        return { ...rest, kind: { type: 'choice' as const, values }, default: values[0]! };
      }),
    );
    known.set(task, found);
  }
  return found;
}

const byName = new WeakMap<Settings, ReadonlyMap<string, Setting>>();

/** The setting of a name. The catalogue is indexed once: sweeps look names up a million times. */
export function settingNamed(settings: Settings, name: string): Setting | undefined {
  let index = byName.get(settings);
  if (index === undefined) {
    index = new Map(settings.map((setting) => [setting.name, setting]));
    byName.set(settings, index);
  }
  return index.get(name);
}
