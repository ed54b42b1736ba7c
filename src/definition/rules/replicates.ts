// `seeds:` and `folds:` say how often a configuration is trained. The last seed must still be one, and
// folds take the place of the validation part.

import type { ComplaintBook } from '../complaint-book.js';
import { WHOLE_MAX } from '../schema/leaf-schema.js';
import { entryOf, type SourceNode } from '../source/source-node.js';

interface Written {
  readonly seed?: number | undefined;
  readonly seeds?: number | undefined;
  readonly folds?: number | undefined;
}

export function checkReplicates(
  section: (key: string) => SourceNode | undefined,
  { seed = 0, seeds = 1, folds }: Written,
  book: ComplaintBook,
): void {
  if (seed > WHOLE_MAX - (seeds - 1)) {
    book.error(
      section('seed')!.spot,
      `expected a seed that leaves room for ${seeds} seeds from it on, found ${seed}: lower it`,
    );
  }
  const data = section('data');
  const validation = data === undefined ? undefined : entryOf(data, 'validation');
  if (folds === undefined || validation === undefined) return;
  book.error(
    validation.keySpot,
    `expected no \`validation\` beside folds: ${folds}, where each fold validates in turn, found both: remove one of them`,
  );
}
