// Which column is what. The names are checked as a whole: every slip in them is told at once.

import { type Complaint, Slip } from '../../vocabulary/errors.js';
import { nearestName } from '../../vocabulary/nearest-name.js';
import { shownName } from '../shown.js';

export const MAX_COLUMNS = 100_000;
const LISTED = 12;

export interface Columns {
  readonly count: number;
  readonly target: number;
  readonly targetName: string;
  /** Column numbers from 0, in the file's order. */
  readonly features: readonly number[];
  readonly featureNames: readonly string[];
  /** Places among the features of those that hold levels, whatever their cells look like. */
  readonly categorical: ReadonlySet<number>;
  /** null: no column says which rows belong together. */
  readonly group: number | null;
  readonly groupName: string | null;
}

export interface ColumnWishes {
  readonly target: string;
  readonly ignore: readonly string[];
  readonly group: string | null;
  readonly categoricalColumns: readonly string[];
}

/** What may have gone wrong where a name is no column, as far as the format can tell; null: nothing. */
export type HeaderHint = (names: readonly string[]) => string | null;

/**
 * The columns of a header, by what they are for.
 * @param place of the header, for messages
 * @throws Slip for names that are empty, repeated or not there, and where no feature is left
 */
export function columnsOf(
  header: readonly string[],
  wishes: ColumnWishes,
  place: string,
  hint: HeaderHint = () => null,
): Columns {
  const names = header.map((cell) => cell.trim());
  if (names.length > MAX_COLUMNS) {
    const message = `expected at most ${MAX_COLUMNS} columns, found ${names.length}`;
    throw new Slip([{ place, message }]);
  }
  const messages = [...nameMessages(names), ...wishMessages(names, wishes, hint)];
  const ignored = new Set([...wishes.ignore, wishes.target, wishes.group]);
  const features = names.flatMap((name, column) => (ignored.has(name) ? [] : [column]));
  if (messages.length === 0 && features.length === 0) {
    messages.push(`expected a column to learn from, found only the target and ignored ones`);
  }
  if (messages.length > 0) {
    throw new Slip(messages.map((message): Complaint => ({ place, message })));
  }
  const featureNames = features.map((column) => names[column]!);
  return Object.freeze({
    count: names.length,
    target: names.indexOf(wishes.target),
    targetName: wishes.target,
    features,
    featureNames,
    categorical: new Set(wishes.categoricalColumns.map((name) => featureNames.indexOf(name))),
    group: wishes.group === null ? null : names.indexOf(wishes.group),
    groupName: wishes.group,
  });
}

function nameMessages(names: readonly string[]): string[] {
  const first = new Map<string, number>();
  const messages: string[] = [];
  for (const [column, name] of names.entries()) {
    const before = first.get(name);
    if (name === '') {
      const hint = column === 0 ? ' (a row index? write the file without it)' : '';
      messages.push(`expected a name for column ${column + 1}, found an empty cell${hint}`);
    } else if (before !== undefined) {
      messages.push(
        `expected different names, found ${shownName(name)} for columns ${before + 1} and ${column + 1}: rename one`,
      );
    } else first.set(name, column);
    if (messages.length === LISTED) break;
  }
  return messages;
}

function wishMessages(
  names: readonly string[],
  { target, ignore, group, categoricalColumns }: ColumnWishes,
  hint: HeaderHint,
): string[] {
  const known = new Set(names);
  const instead = (name: string) => hint(names) ?? insteadOf(name, names);
  const messages: string[] = [];
  if (!known.has(target)) {
    messages.push(
      `expected the target column ${shownName(target)}, found none: ${instead(target)}`,
    );
  } else if (ignore.includes(target)) {
    messages.push(
      `expected the target ${shownName(target)} to be used: take it out of data.ignore`,
    );
  }
  if (group !== null && !known.has(group)) {
    messages.push(`expected the group column ${shownName(group)}, found none: ${instead(group)}`);
  }
  const lists = { ignore, categorical_columns: categoricalColumns };
  for (const [key, listed] of Object.entries(lists)) {
    for (const name of listed) {
      if (known.has(name) || name === target) continue;
      messages.push(
        `expected columns under data.${key}, found ${shownName(name)}: ${instead(name)}`,
      );
    }
  }
  return messages;
}

/** What may have been meant by a name that is no column. */
function insteadOf(name: string, names: readonly string[]): string {
  const near = nearestName(name, names);
  if (near !== null) return `did you mean ${shownName(near)}?`;
  const listed = names.slice(0, LISTED).map((known) => shownName(known));
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : '';
  return `use one of ${listed.join(', ')}${more}`;
}
