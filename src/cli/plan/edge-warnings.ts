// Ranges that may be too narrow: the best trial of the earlier sweeps over the same data and metric has a value
// at their edge, so that a better one may lie behind it.

import type { Domain, Parameter } from '../../space/parameter.js';
import { unitAt } from '../../space/undraw.js';
import type { SweepSummary } from '../../store/read-sweeps.js';
import type { LeaderboardRow } from '../../store/read-trials.js';
import type { Reader } from '../../store/reader.js';
import { networkSettings } from '../../trainables/network/settings.js';
import type { ParameterValue } from '../../vocabulary/configuration.js';
import type { Complaint } from '../../vocabulary/errors.js';
import { compareValues } from '../../vocabulary/metric.js';
import { settingNamed } from '../../vocabulary/setting.js';
import { domainShown } from '../domain-shown.js';
import type { StartedSweep } from '../prepare-sweep.js';
import { printable } from '../terminal/printable.js';
import { metricShown, valueShown } from '../terminal/value-shown.js';

/** Share of a range, as it is drawn from. */
const NEAR = 0.05;
/** Sweeps that are looked at, latest first. */
const MOST_SWEEPS = 100;

export type Edge = 'lower' | 'upper';

interface Best {
  readonly sweep: SweepSummary;
  readonly row: LeaderboardRow;
}

export function edgeWarnings(
  { definition, dataHash }: Pick<StartedSweep, 'definition' | 'dataHash'>,
  reader: Reader,
): readonly Complaint[] {
  const { name, goal } = definition.objective;
  const alike = reader
    .sweeps()
    .filter(({ objective }) => objective.name === name && objective.goal === goal)
    .filter((sweep) => sweep.dataHash === dataHash)
    .slice(0, MOST_SWEEPS);
  let best: Best | null = null;
  for (const sweep of alike) {
    const [row] = reader.leaderboard(sweep, { limit: 1 });
    if (row === undefined || row.value === null || Number.isNaN(row.value)) continue;
    // Of equally good ones the latest: it is the one that a person remembers.
    const isBetter = best === null || compareValues(row.value, best.row.value!, goal) < 0;
    if (isBetter) best = { sweep, row };
  }
  if (best === null) return [];
  const found = best;
  return definition.parameters.flatMap((parameter) => edgeWarning(parameter, name, found) ?? []);
}

function edgeWarning(
  { name, domain }: Parameter,
  metric: string,
  { sweep, row }: Best,
): Complaint | null {
  const value = row.parameters[name];
  const edge = value === undefined ? null : edgeOf(domain, value);
  if (edge === null || isBound(name, domain, edge)) return null;
  const what = `${printable(name)} ${valueShown(value)} at its ${edge} edge`;
  const where = `${printable(sweep.name)}/${row.trial}, ${printable(metric)} ${metricShown(row.value)}`;
  const remedy =
    domain.kind === 'categorical'
      ? `add values ${edge === 'lower' ? 'before the first' : 'behind the last'}`
      : `${edge === 'lower' ? 'lower its min' : 'raise its max'}`;
  const message = `expected the best trial so far to lie inside the range of ${printable(name)} (${domainShown(domain)}), found ${what} (${where}): ${remedy}`;
  return { place: '', message };
}

/** At which edge of what is searched a value lies, or beyond which; null: inside, or there is no edge. */
export function edgeOf(domain: Domain, value: ParameterValue): Edge | null {
  switch (domain.kind) {
    case 'constant':
      return null;
    case 'categorical':
      return edgeOfOrdered(domain, value);
    case 'int_uniform':
    case 'uniform':
    case 'q_uniform':
    case 'log_uniform_values':
    case 'q_log_uniform_values':
      if (typeof value !== 'number') return null;
      return domain.min === domain.max ? null : edgeOfRange(domain, value);
    default:
      // A distribution thins out towards its ends: there is no edge to widen.
      return null;
  }
}

function edgeOfOrdered(
  { values, ordered }: Extract<Domain, { kind: 'categorical' }>,
  value: ParameterValue,
): Edge | null {
  // Of two alternatives each is an edge, and nothing lies between them.
  if (ordered !== true || values.length < 3) return null;
  const at = values.findIndex((known) => JSON.stringify(known) === JSON.stringify(value));
  if (at === 0) return 'lower';
  return at === values.length - 1 ? 'upper' : null;
}

function edgeOfRange(domain: Extract<Domain, { min: number; max: number }>, value: number) {
  const isWhole = domain.kind === 'int_uniform';
  if (isWhole && domain.max - domain.min < 2) return null;
  if (isWhole && value <= domain.min) return 'lower';
  if (isWhole && value >= domain.max) return 'upper';
  const unit = unitAt(domain, value);
  if (unit <= NEAR) return 'lower';
  return unit >= 1 - NEAR ? 'upper' : null;
}

/** A dropout below 0 there is not: that edge cannot be moved. */
function isBound(name: string, domain: Domain, edge: Edge): boolean {
  const kind = settingNamed(networkSettings, name)?.kind;
  if (kind === undefined || (kind.type !== 'number' && kind.type !== 'integer')) return false;
  if (domain.kind === 'categorical' || !('min' in domain)) return false;
  return edge === 'lower' ? domain.min === kind.min : domain.max === kind.max;
}
