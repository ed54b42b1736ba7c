// The options of a schedule that climbs a ladder become a ScheduleSpec; and whether ladder, epochs and
// trials go together. A ladder that halves nothing is legal and almost never meant.

import type { ComplaintBook } from '../complaint-book.js';
import { checkNode } from '../schema/check-node.js';
import { ladderForms } from '../schema/schedule-schema.js';
import { entryOf, type SourceNode, type Spot } from '../source/source-node.js';
import type { LadderSpec } from '../sweep-definition.js';
import type { ReadSchedule } from './schedule.js';

/** What a schedule is where nothing is said of it. */
export function usualLadder(type: LadderSpec['type']): LadderSpec {
  return { type, eta: 3, minEpochs: 1 };
}

/** @returns undefined where there is a slip */
export function readLadder(
  type: LadderSpec['type'],
  node: SourceNode,
  book: ComplaintBook,
): LadderSpec | undefined {
  switch (type) {
    case 'successive_halving':
      return readHalving(node, book);
    case 'hyperband': {
      const written = checkNode(ladderForms[type], node, book);
      const first = written === undefined ? undefined : readFirst(written, node, book);
      if (written === undefined || first === undefined) return undefined;
      return { type, eta: written.eta ?? 3, ...first };
    }
    case 'asha': {
      const written = checkNode(ladderForms[type], node, book);
      const first = written === undefined ? undefined : readFirst(written, node, book);
      if (written === undefined || first === undefined) return undefined;
      const { eta = 3, form } = written;
      return { type, eta, ...first, ...(form === 'stopping' ? { form } : {}) };
    }
  }
}

/** @returns how much the first rung has of what, where no rule of its own says so */
function readFirst(
  { resource, min_epochs: minEpochs = 1, min_rows: minRows, max_rows: maxRows }: WrittenFirst,
  node: SourceNode,
  book: ComplaintBook,
) {
  if (!checkResource(resource, node, book)) return undefined;
  if (resource !== 'rows') return { minEpochs };
  if (minRows !== undefined) return { resource, minRows, ...(maxRows && { maxRows }) };
  book.error(
    node.spot,
    'expected `min_rows` beside resource: rows, found no such key: add min_rows: 100, rows of the first rung',
  );
  return undefined;
}

function readHalving(node: SourceNode, book: ComplaintBook): LadderSpec | undefined {
  const type = 'successive_halving';
  const written = checkNode(ladderForms[type], node, book);
  if (written === undefined) return undefined;
  const { eta = 3, rule, resource, min_epochs, min_rows, max_rows } = written;
  const { aggressive_elimination: aggressive } = written;
  if (rule === 'scikit_learn') {
    if (!checkResource(resource, node, book)) return undefined;
    const minEpochs = min_epochs === 'smallest' ? 1 : (min_epochs ?? 'exhaust');
    const first =
      resource === 'rows'
        ? { resource, minRows: min_rows ?? 'exhaust', ...(max_rows && { maxRows: max_rows }) }
        : { minEpochs };
    return { type, rule, eta, ...first, ...(aggressive ? { aggressiveElimination: true } : {}) };
  }
  const errors = book.errorCount;
  if (typeof min_epochs === 'string') refuse(node, 'min_epochs', min_epochs, book);
  if (typeof min_rows === 'string') refuse(node, 'min_rows', min_rows, book);
  if (aggressive === true) refuse(node, 'aggressive_elimination', 'true', book);
  if (book.errorCount > errors) return undefined;
  const numbers = { min_epochs: numberOf(min_epochs), min_rows: numberOf(min_rows) };
  const first = readFirst({ resource, max_rows, ...numbers }, node, book);
  return first && { type, eta, ...first };
}

interface WrittenFirst {
  readonly resource?: 'epochs' | 'rows' | undefined;
  readonly min_epochs?: number | undefined;
  readonly min_rows?: number | undefined;
  readonly max_rows?: number | undefined;
}

function numberOf(written: number | string | undefined): number | undefined {
  return typeof written === 'number' ? written : undefined;
}

/** Complains of keys of the other resource. @returns whether there are none */
function checkResource(
  resource: 'epochs' | 'rows' = 'epochs',
  node: SourceNode,
  book: ComplaintBook,
): boolean {
  const others = resource === 'rows' ? ['min_epochs'] : ['min_rows', 'max_rows'];
  const found = others.filter((key) => entryOf(node, key) !== undefined);
  for (const key of found) {
    const remedy = resource === 'rows' ? 'write min_rows' : 'add resource: rows';
    book.error(
      entryOf(node, key)!.keySpot,
      `expected no \`${key}\` where rungs have more and more ${resource}, found it: ${remedy}, or remove it`,
    );
  }
  return found.length === 0;
}

function refuse(node: SourceNode, key: string, value: string, book: ComplaintBook): void {
  book.error(
    entryOf(node, key)?.value.spot ?? node.spot,
    `expected rule: scikit_learn beside ${key}: ${value}, found no such rule: add it, or remove ${key}`,
  );
}

/** @param configurations how many begin; null: not known */
export function checkLadder(
  { spec, spot, firstSpot }: ReadSchedule,
  epochs: number,
  configurations: number | null,
  book: ComplaintBook,
): void {
  if (spec.type === 'full') return;
  const { eta } = spec;
  if (spec.resource === 'rows') {
    const { minRows, maxRows } = spec;
    if (typeof minRows === 'number' && maxRows !== undefined) {
      checkFirst(
        firstSpot,
        { key: 'min_rows', first: minRows, eta, of: 'max_rows', most: maxRows },
        book,
      );
    }
  } else if (spec.minEpochs !== 'exhaust') {
    const { minEpochs: first } = spec;
    checkFirst(firstSpot, { key: 'min_epochs', first, eta, of: 'epochs', most: epochs }, book);
  }
  if (configurations !== null && configurations < eta) {
    book.warn(
      spot,
      `expected at least eta (${eta}) configurations to choose from, found ${configurations}: raise trials, or lower eta`,
    );
  }
}

interface FirstRung {
  readonly key: string;
  readonly first: number;
  readonly eta: number;
  /** What says how many the last rung has. */
  readonly of: string;
  readonly most: number;
}

function checkFirst(
  spot: Spot,
  { key, first, eta, of, most }: FirstRung,
  book: ComplaintBook,
): void {
  if (first > most) {
    book.error(
      spot,
      `expected ${key} of at most ${of} (${most}), found ${first}: lower it, or raise ${of}`,
    );
  } else if (first * eta > most) {
    const last = of === 'epochs' ? 'the last epoch' : 'that of max_rows';
    book.warn(
      spot,
      `expected a rung before ${last}, found ${key} ${first} × eta ${eta} above ${of} (${most}): no trial is ever stopped at a rung, lower ${key} or raise ${of}`,
    );
  }
}
