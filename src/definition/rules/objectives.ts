// `metric:` or `metrics:` becomes the list of what a sweep is ranked by: one, or several that none of them
// may decide alone. The first one says which epoch speaks for a trial, so that it must change with training.

import { isCost } from '../../vocabulary/cost.js';
import type { Objective } from '../../vocabulary/metric.js';
import type { ComplaintBook } from '../complaint-book.js';
import { checkNode } from '../schema/check-node.js';
import { objectivesSchema } from '../schema/metric-schema.js';
import { entryOf, type MapEntry, nodeAt, type SourceNode } from '../source/source-node.js';
import type { ReadData } from './data.js';
import { metricRemedy, objectiveMetrics } from './measure.js';
import { checkAgainstData, goalOf, readObjective } from './objective.js';

type Section = (key: string) => SourceNode | undefined;

/** Samplers to which several values of a trial say something, or which do not learn. */
const forSeveral = ['nsga2', 'random', 'sobol', 'grid', 'list'] as const;

/** A random search with a schedule. */
const shortFormsOfRandom = ['successive_halving', 'hyperband'] as const;

/** @returns undefined where there is a slip, or neither key. @param data null where it has a slip */
export function readObjectives(
  section: Section,
  data: ReadData | null,
  book: ComplaintBook,
): readonly Objective[] | undefined {
  const [one, several] = [section('metric'), section('metrics')];
  if (one !== undefined && several !== undefined) {
    book.error(
      several.spot,
      'expected one of `metric` and `metrics`, found both: put all of them under `metrics`',
    );
    return undefined;
  }
  if (several !== undefined) return readSeveral(several, data, book);
  const objective = one === undefined ? undefined : readObjective(one, data, book);
  return objective === undefined ? undefined : [objective];
}

function readSeveral(
  node: SourceNode,
  data: ReadData | null,
  book: ComplaintBook,
): readonly Objective[] | undefined {
  const whole = node.kind === 'list' ? { ...node, items: node.items.map(inLongForm) } : node;
  const written = checkNode(objectivesSchema, whole, book, (path, at) => {
    if (path.length === 0 && at.kind === 'list')
      return 'name another one, or write `metric` for one';
    if (path.length === 0)
      return 'write metrics: [{val_accuracy: maximize}, {parameters: minimize}]';
    return path[1] === 'name' && at.kind === 'scalar'
      ? metricRemedy(at.text, objectiveMetrics)
      : null;
  });
  if (written === undefined) return undefined;
  const names = written.map(({ name }) => name);
  return written.map(({ name, goal }, i) => {
    const item = nodeAt(whole, [i])!;
    const { spot } = entryOf(item, 'name')!.value;
    if (i === 0 && isCost(name)) {
      book.error(
        spot,
        `expected a metric that training changes in the first place, which says what epoch speaks for a trial, found \`${name}\`: put another one before it`,
      );
    }
    if (names.indexOf(name) < i) {
      book.error(spot, `expected each metric once, found \`${name}\` again: remove it`);
    }
    checkAgainstData(spot, name, data, book);
    return { name, goal: goalOf(item, name, goal, book) };
  });
}

/** {val_loss: minimize}, {val_loss, minimize} and val_loss as {name: val_loss, goal: minimize}. */
function inLongForm(item: SourceNode): SourceNode {
  const long = (name: MapEntry['value'], goal?: MapEntry['value']): SourceNode => ({
    kind: 'map',
    spot: item.spot,
    entries: [entry('name', name), ...(goal === undefined ? [] : [entry('goal', goal)])],
  });
  if (item.kind === 'scalar' && typeof item.value === 'string') return long(item);
  if (item.kind !== 'map' || entryOf(item, 'name') !== undefined) return item;
  const [first, second, ...rest] = item.entries;
  if (first === undefined || rest.length > 0) return item;
  const isBare = ({ value }: MapEntry) => value.kind === 'scalar' && value.value === null;
  if (second === undefined)
    return isBare(first) ? long(wordOf(first)) : long(wordOf(first), first.value);
  return isBare(first) && isBare(second) ? long(wordOf(first), wordOf(second)) : item;
}

function entry(key: string, value: SourceNode): MapEntry {
  return { key, keySpot: value.spot, value };
}

/** A key, as if it stood where values do. */
function wordOf({ key, keySpot }: MapEntry): SourceNode {
  return { kind: 'scalar', spot: keySpot, value: key, text: key, quoted: false };
}

/** Complains of a method that learns from one metric alone where there are several. */
export function checkSeveral(
  objectives: readonly Objective[] | undefined,
  method: string | undefined,
  section: Section,
  book: ComplaintBook,
): void {
  if (objectives === undefined || objectives.length < 2 || method === undefined) return;
  const known: readonly string[] = [...forSeveral, ...shortFormsOfRandom];
  if (known.includes(method)) return;
  const list = forSeveral.map((name) => `\`${name}\``).join(', ');
  book.error(
    section('method')!.spot,
    `expected a method for several metrics (${list}), found \`${method}\`, which learns from one: use nsga2, or keep one under \`metric\``,
  );
}
