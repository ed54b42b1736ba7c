// Whether a sweep's pictures can go through every convolutional network that it may try, before anything
// is trained.

import { pictureRefusal } from '../core/models/picture-layers.js';
import type { DataSet } from '../data/data-set.js';
import type { SweepDefinition } from '../definition/sweep-definition.js';
import { settingValues } from '../space/canonical-configuration.js';
import { LAST_UNIT, valueAt } from '../space/draw.js';
import type { Domain } from '../space/parameter.js';
import { networkSettings } from '../trainables/network/settings.js';
import type { Assignment, ParameterValue } from '../vocabulary/configuration.js';
import { Slip } from '../vocabulary/errors.js';
import type { TaskKind } from '../vocabulary/measure.js';
import { givenConfigurations, searchSpaceOf } from './given-configurations.js';
import { assignmentShown } from './terminal/value-shown.js';

/** Settings of which the greatest leaves the least of a picture, whatever the others are. */
const SHRINKING = ['kernel_size', 'conv_stride', 'pool_size'];

function alternatives(domain: Domain | undefined): readonly ParameterValue[] {
  if (domain?.kind === 'constant') return [domain.value];
  return domain?.kind === 'categorical' ? domain.values : [];
}

function greatest(domain: Domain): ParameterValue {
  const values = alternatives(domain);
  return values.length > 0 ? Math.max(...values.map(Number)) : valueAt(domain, LAST_UNIT);
}

/** The hardest trials for a picture: for each list of convolutions the one that leaves the least of it. */
function hardest(definition: SweepDefinition, task: TaskKind): readonly Assignment[] {
  if (definition.method === 'list') return listed(definition, task);
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

/** Of a list, its convolutional networks as they are. */
function listed(definition: SweepDefinition, task: TaskKind): readonly Assignment[] {
  const all = givenConfigurations(definition, searchSpaceOf(definition, task));
  return all.filter(({ kind = definition.fixed.kind }) => kind === 'cnn');
}

/** @throws Slip where the data are no pictures, or a configuration would shrink them to nothing */
export function refuseUnfitPictures(definition: SweepDefinition, { image, task }: DataSet): void {
  for (const assignment of hardest(definition, task.kind)) {
    const refusal = pictureRefusal(
      image,
      settingValues(networkSettings, definition.fixed, assignment),
    );
    if (refusal === null) continue;
    const shown = image !== null && Object.keys(assignment).length > 0;
    throw new Slip(shown ? `${refusal} (with ${assignmentShown(assignment)})` : refusal);
  }
}
