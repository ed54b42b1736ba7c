// Whether a sweep's pictures can go through every convolutional network that it may try, before anything
// is trained.

import { pictureRefusal } from '../core/models/picture-layers.js';
import type { DataSet } from '../data/data-set.js';
import type { SweepDefinition } from '../definition/sweep-definition.js';
import { settingValues } from '../space/canonical-configuration.js';
import { type CompiledRules, compiledRules } from '../space/compiled-rules.js';
import { LAST_UNIT, valueAt } from '../space/draw.js';
import { drawablePoints } from '../space/enumeration.js';
import type { Domain } from '../space/parameter.js';
import { sampleDraws } from '../space/sample-draws.js';
import { networkSettings } from '../trainables/network/settings.js';
import type { Assignment, ParameterValue } from '../vocabulary/configuration.js';
import { Slip } from '../vocabulary/errors.js';
import type { TaskKind } from '../vocabulary/measure.js';
import { givenConfigurations, searchSpaceOf } from './given-configurations.js';
import { assignmentShown } from './terminal/value-shown.js';

/** Settings of which the greatest leaves the least of a picture, whatever the others are. */
const SHRINKING = ['kernel_size', 'conv_stride', 'pool_size'];

/** Settings that say what becomes of a picture. */
const PICTURE = new Set(['kind', 'convolutions', 'padding', ...SHRINKING]);

/** Draws that are looked at where rules tie pictures to other settings, or values cannot be listed. */
const LOOKED_AT = 4_096;

function alternatives(domain: Domain | undefined): readonly ParameterValue[] {
  if (domain?.kind === 'constant') return [domain.value];
  return domain?.kind === 'categorical' ? domain.values : [];
}

function greatest(domain: Domain): ParameterValue {
  const values = alternatives(domain);
  return values.length > 0 ? Math.max(...values.map(Number)) : valueAt(domain, LAST_UNIT);
}

/** The hardest trials for a picture: for each list of convolutions the one that leaves the least of it. */
function hardest(definition: SweepDefinition): readonly Assignment[] {
  const domains = new Map(definition.parameters.map(({ name, domain }) => [name, domain]));
  const fixed: Record<string, ParameterValue> = {};
  const kinds = alternatives(domains.get('kind'));
  if (kinds.length > 0) {
    if (!kinds.includes('cnn')) return [];
    fixed.kind = 'cnn';
  } else if (definition.fixed.kind !== 'cnn') return [];
  for (const name of SHRINKING) {
    const domain = domains.get(name);
    if (domain !== undefined) fixed[name] = greatest(domain);
  }
  const paddings = alternatives(domains.get('padding'));
  if (paddings.length > 0) fixed.padding = paddings.includes('valid') ? 'valid' : paddings[0]!;
  const convolutions = alternatives(domains.get('convolutions'));
  if (convolutions.length === 0) return [fixed];
  return convolutions.map((value) => ({ ...fixed, convolutions: value }));
}

/**
 * What rules leave: every combination of what says what becomes of a picture, beside draws of the others
 * that the rules look at.
 */
function* allowed(definition: SweepDefinition, rules: CompiledRules): Generator<Assignment> {
  const { parameters, derived = [], fixed } = definition;
  const isKindFixed = [...parameters, ...derived].every(({ name }) => name !== 'kind');
  if (isKindFixed && fixed.kind !== 'cnn') return;
  const points = drawablePoints(parameters.filter(({ name }) => PICTURE.has(name)));
  const drawn = sampleDraws(parameters);
  const isTied = parameters.some(({ name }) => !PICTURE.has(name) && rules.names.has(name));
  const size = points?.size ?? LOOKED_AT;
  const looks = isTied ? Math.max(size, LOOKED_AT) : size;
  for (let look = 0; look < looks; look++) {
    const assignment = rules.allow({ ...drawn(look), ...points?.point(look % size) });
    if (assignment !== null) yield shownBy(assignment, rules.names);
  }
}

function shownBy(assignment: Assignment, names: ReadonlySet<string>): Assignment {
  const says = ([name]: [string, ParameterValue]) => PICTURE.has(name) || names.has(name);
  return Object.fromEntries(Object.entries(assignment).filter(says));
}

/** Of a list, its convolutional networks as they are. */
function listed(definition: SweepDefinition, task: TaskKind): readonly Assignment[] {
  const all = givenConfigurations(definition, searchSpaceOf(definition, task));
  return all.filter(({ kind = definition.fixed.kind }) => kind === 'cnn');
}

function lookedAt(definition: SweepDefinition, task: TaskKind): Iterable<Assignment> {
  if (definition.method === 'list') return listed(definition, task);
  const rules = compiledRules({ ...definition, settings: networkSettings });
  return rules === null ? hardest(definition) : allowed(definition, rules);
}

/** @throws Slip where the data are no pictures, or a configuration would shrink them to nothing */
export function refuseUnfitPictures(definition: SweepDefinition, { image, task }: DataSet): void {
  const { fixed } = definition;
  for (const assignment of lookedAt(definition, task.kind)) {
    const values = settingValues(networkSettings, fixed, assignment);
    const refusal = values.kind === 'cnn' ? pictureRefusal(image, values) : null;
    if (refusal === null) continue;
    const shown = image !== null && Object.keys(assignment).length > 0;
    throw new Slip(shown ? `${refusal} (with ${assignmentShown(assignment)})` : refusal);
  }
}
