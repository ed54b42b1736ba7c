// Configurations that a person gives become proposals, as draws do: through `SearchSpace.admit`, without what
// has no effect, none that is forbidden and none twice. What one of them leaves out is filled in.

import type { SearchSpace } from '../space/search-space.js';
import type { Assignment } from '../vocabulary/configuration.js';
import { Slip } from '../vocabulary/errors.js';

/** Draws for one configuration, after which there is taken to be nothing that goes with what it says. */
const DRAWS_IN_A_ROW = 256;

export interface GivenOptions {
  readonly space: SearchSpace;
  /** Values of some of its parameters each. */
  readonly given: readonly Assignment[];
  /** What stands for a parameter that is left out. @param attempt 0, 1, 2 … where that was forbidden or tried */
  readonly others: (index: number, attempt: number) => Assignment;
  /** In words: the key of a definition. */
  readonly key: string;
}

/**
 * In their order; one that can come to nothing new is left out.
 * @throws Slip where one of them is forbidden, whatever is filled in
 */
export function givenProposals({ space, given, others, key }: GivenOptions): readonly Assignment[] {
  const keys = new Set<string>();
  return given.flatMap((values, index) => {
    let isForbidden = true;
    for (let attempt = 0; attempt < DRAWS_IN_A_ROW; attempt++) {
      const proposal = space.admit({ ...others(index, attempt), ...values });
      if (proposal === null) continue;
      isForbidden = false;
      const text = space.keyOf(proposal);
      if (keys.has(text)) continue;
      keys.add(text);
      return [proposal];
    }
    if (isForbidden) {
      const message =
        'expected a configuration that the rules allow, found one that they forbid for these data: change its values, or the rules';
      throw new Slip([{ place: `${key}.${index}`, message }]);
    }
    return [];
  });
}
