// A search space of parameters that no catalogue knows: all of them always matter.

import type { Space } from '../../src/space/parameter.js';
import { type SearchSpace, searchSpace } from '../../src/space/search-space.js';

export function freeSpace(parameters: Space): SearchSpace {
  return searchSpace({ parameters, settings: [], fixed: {} });
}
