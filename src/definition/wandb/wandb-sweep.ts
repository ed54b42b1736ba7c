// A W&B sweep file runs as it is: its tree becomes one with our keys before any rule reads it, and what
// was translated or has no meaning here is told, each at its place. Every node keeps its spot.

import type { Settings } from '../../vocabulary/setting.js';
import type { ComplaintBook } from '../complaint-book.js';
import type { MapEntry, MapNode, SourceNode } from '../source/source-node.js';
import { checkData } from './data.js';
import { stoppingWithBands } from './early-terminate.js';
import { epochsOf } from './epochs.js';
import { tellIgnored } from './ignored-keys.js';
import { wandbMethod, wandbTrials } from './method.js';
import { wandbMetric } from './metric.js';
import { wandbName } from './name.js';
import { wandbParameters } from './parameters.js';
import { isWandbSweep } from './recognise.js';

/**
 * @param root of any definition, overrides of the command line included
 * @returns the tree as it is where it is none of W&B's
 */
export function fromWandb(root: SourceNode, settings: Settings, book: ComplaintBook): SourceNode {
  if (root.kind !== 'map' || !isWandbSweep(root)) return root;
  const { parameters, lifted } = wandbParameters(root, settings, book);
  const ours = translated(tellIgnored(root, book), book);
  const own = new Set(ours.map(({ key }) => key));
  const entries = [...ours.filter(({ key }) => key !== 'parameters'), ...parameters];
  for (const entry of lifted) {
    if (!own.has(entry.key)) entries.push(entry);
    else {
      book.warn(
        entry.keySpot,
        `\`${entry.key}\` stands at the top level as well, and counts there: this is ignored`,
      );
    }
  }
  const whole: MapNode = { ...root, entries };
  return checkData({ ...whole, entries: [...entries, ...epochsOf(root, whole, book)] }, book);
}

/** Key by key, but for the parameters. */
function translated(root: MapNode, book: ComplaintBook): readonly MapEntry[] {
  const hasSeveral = root.entries.some(({ key }) => key === 'metrics');
  const named = root.entries.map((entry) => wandbName(wandbMethod(entry, hasSeveral, book), book));
  const bounded = wandbTrials({ ...root, entries: named }, book);
  return wandbMetric(stoppingWithBands(bounded, book), book).entries;
}
