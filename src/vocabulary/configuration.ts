// One point of a search space. A configuration is canonical when two that train the same bits are
// equal as text: defaults filled in, settings without effect dropped, keys sorted.

/** A value a parameter can take; a list is one value (hidden: [64, 64], convolutions: [16, pool]). */
export type ParameterValue = number | string | boolean | readonly (number | string)[];

/** What a sampler drew: one value for each parameter of the definition, by its name. */
export type Assignment = Readonly<Record<string, ParameterValue>>;

/** The canonical form of an assignment: every setting that has an effect, and no other. */
export type Configuration = Readonly<Record<string, ParameterValue>>;

/**
 * The rows of the training part that a configuration is trained on, where these are not all: no setting that
 * a person gives, but what a schedule that allots rows adds to one.
 */
export const ROWS = 'rows';

/** With so many rows of the training part, of which there are more. */
export function onRows(configuration: Configuration, rows: number): Configuration {
  return Object.freeze({ ...configuration, [ROWS]: rows });
}

/** null: all of them. */
export function rowsIn(configuration: Configuration): number | null {
  return ROWS in configuration ? numberSetting(configuration, ROWS) : null;
}

/** A numeric setting; missing ones are a defect of whoever made the configuration canonical. */
export function numberSetting(settings: Configuration, name: string): number {
  const value = settings[name];
  if (typeof value !== 'number') {
    throw new TypeError(`expected a number for ${name}, found ${String(value)}`);
  }
  return value;
}
