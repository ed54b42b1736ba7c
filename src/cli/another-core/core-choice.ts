// What becomes of a sweep whose trials another core has trained: cores of different builds train different
// bits, so a person says whether to begin anew or to keep what is finished. Nothing is mixed in silence.

import type { SweepSummary } from '../../store/read-sweeps.js';
import { openReader } from '../../store/reader.js';
import { Slip } from '../../vocabulary/errors.js';
import type { StartedSweep } from '../prepare-sweep.js';
import { refuseOtherData } from '../stored-sweep.js';
import type { SweepOrder } from '../sweep.js';
import { printable } from '../terminal/printable.js';
import { plural } from '../terminal/quantities.js';
import { type KeptTrials, keptTrials } from './kept-trials.js';

/** null: nobody has said. retrain: as `run` would begin. keep: finished trials stay as they are. */
export type CoreChoice = 'retrain' | 'keep' | null;

/**
 * What a resumed sweep's order needs for the choice.
 * @param tell is given lines for a person
 */
export function resumeUnder(
  choice: CoreChoice,
  stored: SweepSummary,
  results: string,
  tell: (line: string) => void,
): Required<Pick<SweepOrder, 'admit'>> & Pick<SweepOrder, 'keep'> {
  const admit = (sweep: StartedSweep) => {
    refuseOtherData(stored, sweep.definition, sweep.dataHash);
    const { others, kept } = lookedAt(stored, results, sweep.coreBuild);
    if (others.length === 0) return;
    switch (choice) {
      case null:
        throw new Slip(otherCoreText(stored.name, others, sweep.coreBuild));
      case 'retrain':
        tell(`another core trained ${printable(stored.name)}: this begins it anew with this one`);
        return;
      case 'keep': {
        const count = plural(kept.trainings.size, 'finished trial');
        tell(`${count} of another core kept as they are; this one trains the rest`);
      }
    }
  };
  if (choice !== 'keep') return { admit };
  const keep = (core: string) => {
    const { others, kept } = lookedAt(stored, results, core);
    return others.length === 0 ? null : kept;
  };
  return { admit, keep };
}

interface Looked {
  /** Cores beside this one that the sweep was begun under, or that trained what is finished. */
  readonly others: readonly string[];
  readonly kept: KeptTrials;
}

function lookedAt(stored: SweepSummary, results: string, core: string): Looked {
  const reader = openReader(results);
  try {
    const kept = keptTrials(reader, stored, core);
    const all = stored.coreBuild === core ? kept.cores : [stored.coreBuild, ...kept.cores];
    return { others: [...new Set(all)], kept };
  } finally {
    reader.close();
  }
}

function otherCoreText(name: string, others: readonly string[], core: string): string {
  const [found, expected] = [core, others[0]!].map((build) => build.slice(0, 12));
  return (
    `expected the training core that sweep ${name} was trained by (${expected}), found another one (${found}), whose bits are others: ` +
    `write nightsweep resume ${name} --retrain to train it anew with this core, as a new sweep, ` +
    `or nightsweep resume ${name} --keep to leave finished trials as they are, marked, and train the rest`
  );
}
