// `metric` of W&B: a name that a program logs becomes the metric that is measured here, where there is no
// doubt which, and a goal that is not said is to minimise.

import { measureNamed, measureOf } from '../../vocabulary/measure.js';
import type { ComplaintBook } from '../complaint-book.js';
import { measureMeant, rankingMetrics } from '../rules/measure.js';
import {
  entryOf,
  type MapEntry,
  type MapNode,
  quoted,
  type SourceNode,
} from '../source/source-node.js';
import { entryAt, mapAt, scalarAt, withEntry } from './made-nodes.js';

/** Without a metric a random search of W&B still runs. */
const USUAL_METRIC = 'val_loss';

const IGNORED: Readonly<Record<string, string>> = {
  target: 'a sweep runs to its end, unless --target says when to pause',
  impute: 'a trial that failed has no value and ranks last',
  impute_while_running: 'a trial is compared by what it has reached',
};

const PARTS = new Map([
  ['train', 'train'],
  ['training', 'train'],
  ['val', 'val'],
  ['valid', 'val'],
  ['validation', 'val'],
  ['dev', 'val'],
  ['eval', 'val'],
  ['test', 'test'],
]);

/** Words of a logged name that say neither what is measured nor on which part. */
const FILLERS = new Set(['epoch', 'metrics', 'metric', 'best', 'final']);

export interface MeantMetric {
  readonly metric: string;
  /** The part that the name says; null: none. */
  readonly part: string | null;
}

/** epoch/val_loss, validation_accuracy, Loss/val, acc … @returns null where nothing is meant for sure */
export function metricMeant(name: string): MeantMetric | null {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !FILLERS.has(word));
  const parts = words.flatMap((word) => PARTS.get(word) ?? []);
  const measure = measureMeant(words.filter((word) => !PARTS.has(word)).join('_'));
  if (parts.length > 1 || (measureNamed(measure)?.goal ?? null) === null) return null;
  const [part = null] = parts;
  return { metric: `${part === 'train' ? 'train' : 'val'}_${measure}`, part };
}

function why({ part }: MeantMetric): string {
  if (part === null) return ', that of the validation part';
  return part === 'test' ? ', so that the test part stays unseen' : '';
}

function translatedName(entry: MapEntry, book: ComplaintBook): MapEntry {
  const { value } = entry;
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return entry;
  if (rankingMetrics.includes(value.value)) return entry;
  const meant = metricMeant(value.value);
  if (meant === null || meant.metric === value.value) return entry;
  book.warn(value.spot, `${quoted(value.value)} is taken as \`${meant.metric}\`${why(meant)}`);
  return { ...entry, value: scalarAt(value.spot, meant.metric) };
}

function translatedMetric(node: SourceNode, book: ComplaintBook): MapNode | null {
  if (node.kind !== 'map') return null;
  const entries = node.entries.flatMap((entry) => {
    const reason = Object.hasOwn(IGNORED, entry.key) ? IGNORED[entry.key] : undefined;
    if (reason === undefined) return [entry.key === 'name' ? translatedName(entry, book) : entry];
    book.warn(entry.keySpot, `\`${entry.key}\` of a W&B sweep's metric is ignored: ${reason}`);
    return [];
  });
  const metric = { ...node, entries };
  if (entryOf(metric, 'goal') !== undefined) return metric;
  const name = entryOf(metric, 'name')?.value;
  if (name?.kind === 'scalar' && measureOf(name.text)?.goal === 'maximize') {
    book.warn(node.spot, 'W&B minimises where no `goal` is said: write goal: maximize');
  }
  return withEntry(metric, entryAt(node.spot, 'goal', scalarAt(node.spot, 'minimize')));
}

/** One by one; what is written in our short form is ours. */
function translatedMetrics(entry: MapEntry, book: ComplaintBook): MapEntry {
  if (entry.value.kind !== 'list') return entry;
  const items = entry.value.items.map((item) =>
    entryOf(item, 'name') === undefined ? item : (translatedMetric(item, book) ?? item),
  );
  return { ...entry, value: { ...entry.value, items } };
}

export function wandbMetric(root: MapNode, book: ComplaintBook): MapNode {
  const entry = entryOf(root, 'metric');
  if (entry !== undefined) {
    const value = translatedMetric(entry.value, book);
    return value === null ? root : withEntry(root, { ...entry, value });
  }
  const several = entryOf(root, 'metrics');
  if (several !== undefined) return withEntry(root, translatedMetrics(several, book));
  const { spot } = root;
  book.warn(spot, `a W&B sweep without \`metric\` is ranked by \`${USUAL_METRIC}\``);
  const name = entryAt(spot, 'name', scalarAt(spot, USUAL_METRIC));
  return withEntry(root, entryAt(spot, 'metric', mapAt(spot, [name])));
}
