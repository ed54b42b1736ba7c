// What the configurations that a definition gives (`first`, `configurations`) come to: the proposals that a
// sweep begins with, or consists of. What one of them leaves out is, in a list, what it is where nothing is
// said; under a grid the first value of the parameter; else what a random search would draw for that trial.

import type { SweepDefinition } from '../definition/sweep-definition.js';
import { givenProposals } from '../samplers/given-proposals.js';
import { independentDraws } from '../samplers/independent-draws.js';
import { lazyGrid } from '../space/grid.js';
import { type SearchSpace, searchSpace } from '../space/search-space.js';
import { networkSettingsFor } from '../trainables/network/settings.js';
import type { Assignment } from '../vocabulary/configuration.js';
import type { TaskKind } from '../vocabulary/measure.js';

/** @param task of the data: settings have other defaults under another */
export function searchSpaceOf(definition: SweepDefinition, task: TaskKind): SearchSpace {
  return searchSpace({ ...definition, settings: networkSettingsFor(task) });
}

/** @throws Slip where the rules of the space forbid one of them */
export function givenConfigurations(
  definition: SweepDefinition,
  space: SearchSpace,
): readonly Assignment[] {
  const { method, seed, first = [], configurations = [] } = definition;
  const { parameters } = space;
  if (method === 'list') {
    const constants = lazyGrid(parameters.filter(({ domain }) => domain.kind === 'constant'));
    const others = () => constants.point(0);
    return givenProposals({ space, given: configurations, others, key: 'configurations' });
  }
  if (first.length === 0) return [];
  const others =
    method === 'grid' ? () => lazyGrid(parameters).point(0) : independentDraws(parameters, seed);
  return givenProposals({ space, given: first, others, key: 'first' });
}
