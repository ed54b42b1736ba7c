// Short ways to a parsed definition, for the tests of this room.

import { type ParsedDefinition, parseDefinition } from '../../src/definition/parse-definition.js';
import type { Override } from '../../src/definition/source/overrides.js';
import type { SweepDefinition } from '../../src/definition/sweep-definition.js';
import { networkSettings } from '../../src/trainables/network/settings.js';

/** Valid and small: each test changes the line it is about. */
const sections = {
  method: 'method: random',
  trials: 'trials: 9',
  metric: 'metric: {name: val_accuracy}',
  data: 'data: {generator: moons}',
  epochs: 'epochs: 9',
  parameters: 'parameters: {lr: {min: 0.001, max: 0.1}}',
};

/** The valid text with some lines replaced, added, or (null) left out. */
export function textWith(changes: Readonly<Record<string, string | null>>): string {
  const lines = Object.values({ ...sections, ...changes });
  return `${lines.filter((line) => line !== null).join('\n')}\n`;
}

export function parsed(text: string, overrides: readonly Override[] = []): ParsedDefinition {
  return parseDefinition({
    text,
    file: 'sweeps/a.yaml',
    overrides,
    workingDirectory: '/home/someone',
    settings: networkSettings,
  });
}

/** @throws Error with the complaints of a definition that should be valid */
export function definitionOf(text: string, overrides: readonly Override[] = []): SweepDefinition {
  const { definition, errors } = parsed(text, overrides);
  if (definition === null) throw new Error(JSON.stringify(errors, null, 1));
  return definition;
}

/** `line:column  message` of each. */
export function lines(complaints: ParsedDefinition['errors']): readonly string[] {
  return complaints.map(
    ({ place, message }) => `${place.replace('sweeps/a.yaml:', '')}  ${message}`,
  );
}
