// Before a sweep starts: if one of its name is in the record, and is another one, a person is shown what
// has changed. It only looks and only tells; whatever is wrong with the record is the store's to say.

import type { SweepDefinition } from '../../definition/sweep-definition.js';
import type { SweepSummary } from '../../store/read-sweeps.js';
import { openReader } from '../../store/reader.js';
import { Slip } from '../../vocabulary/errors.js';
import type { StartedSweep } from '../prepare-sweep.js';
import { definitionOf } from '../stored-sweep.js';
import type { Terminal } from '../terminal/terminal.js';
import { changeText, sweepChange } from './sweep-change.js';

/**
 * For `admit` of a sweep's order.
 * @param earlierId of the sweep to compare with; left out: the latest of the same name
 */
export function announceChange(
  results: string,
  terminal: Terminal,
  earlierId?: string,
): (sweep: StartedSweep) => void {
  return (sweep) => {
    const reader = unlessRefused(() => openReader(results));
    if (reader === null) return;
    try {
      const earlier = reader
        .sweeps()
        .find(({ id, name }) => id === earlierId || (!earlierId && name === sweep.definition.name));
      if (earlier === undefined || earlier.id === sweep.id) return;
      const before = definitionBefore(earlier);
      if (before === null) return;
      terminal.write(changeText(sweepChange(earlier, before, sweep, reader), terminal));
    } finally {
      reader.close();
    }
  };
}

/** null where the record has another definition than the sweep was begun with: then there is nothing to compare. */
function definitionBefore(earlier: SweepSummary): SweepDefinition | null {
  return unlessRefused(() => definitionOf(earlier));
}

function unlessRefused<Value>(make: () => Value): Value | null {
  try {
    return make();
  } catch (thrown) {
    if (thrown instanceof Slip) return null;
    throw thrown;
  }
}
