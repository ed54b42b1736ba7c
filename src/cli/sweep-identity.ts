// What makes a sweep that sweep, and a training that training: the same definition, data and core give the
// same id, and the same key under which a training is remembered.

import type { DataSet } from '../data/data-set.js';
import { definitionIdentity } from '../definition/definition-identity.js';
import type { SweepDefinition } from '../definition/sweep-definition.js';
import type { Identity } from '../orchestrator/sweep-parts.js';
import { canonicalConfiguration } from '../space/canonical-configuration.js';
import { epochWork } from '../trainables/network/epoch-work.js';
import { spansBudget } from '../trainables/network/network-session.js';
import { networkSettingsFor } from '../trainables/network/settings.js';
import { type Assignment, type Configuration, onRows } from '../vocabulary/configuration.js';
import { canonicalJson, contentHash } from '../vocabulary/hash.js';
import type { Replicate } from '../vocabulary/replicate.js';
import { extraMetricsOf } from './asked-metrics.js';
import type { StartedSweep } from './prepare-sweep.js';

/** Sixteen hexadecimal digits of what decides a sweep's results. */
export function sweepId(definition: SweepDefinition, dataHash: string, coreBuild: string): string {
  const identity = canonicalJson(definitionIdentity(definition));
  return contentHash(identity, dataHash, coreBuild).slice(0, 16);
}

/**
 * What an assignment is, and the key under which its training is remembered: longer sweeps go on with
 * the trainings of shorter ones, unless a schedule spans the epochs.
 * @param rows of each training part, of those that have more; left out: all
 */
export function identityOf(
  assignment: Assignment,
  { definition, data, coreBuild }: Pick<StartedSweep, 'definition' | 'data' | 'coreBuild'>,
  cost: (configuration: Configuration) => number = () => 1,
  rows: number = Number.POSITIVE_INFINITY,
): Identity {
  const { fixed, seed, seeds, epochs } = definition;
  const settings = networkSettingsFor(data[0]!.task.kind);
  const { configuration: whole, effective } = canonicalConfiguration(settings, fixed, assignment);
  const extra = extraMetricsOf(definition);
  /** Of all rows nothing is said: what is trained on them is what other sweeps train. */
  const limited = (own: readonly DataSet[]) =>
    own.some(({ parts }) => parts.train.rows > rows) ? onRows(whole, rows) : whole;
  const configuration = limited(data);
  const more = [
    // A remembered curve without these metrics would be no answer.
    ...(extra.length === 0 ? [] : [canonicalJson(extra)]),
    ...(spansBudget(configuration) ? [`budget ${epochs}`] : []),
  ];
  const replicates = Array.from({ length: seeds }, (_, s) =>
    data.map((own, fold): Replicate => {
      const trained = canonicalJson(limited([own]));
      const deciding = [own.hash, trained, String(seed + s), ...more];
      return { training: contentHash(coreBuild, 'network', ...deciding), seed: seed + s, fold };
    }),
  ).flat();
  return { parameters: effective, configuration, replicates, cost: cost(configuration) };
}

/** Where nothing is learned on the way an epoch is an epoch, and nobody needs its work. */
export function costsOf({
  plan,
  data,
}: Pick<StartedSweep, 'plan' | 'data'>): (configuration: Configuration) => number {
  if (plan.order.kind === 'free') return () => 1;
  return (configuration) => epochWork(data[0]!, configuration) * plan.replicates;
}
