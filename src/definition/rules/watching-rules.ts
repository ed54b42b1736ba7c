// The rules of `stopping` that watch a metric, each as a spec. One that can never fire is legal, and almost
// never meant.

import { checkNode } from '../schema/check-node.js';
import {
  banditForm,
  bandsForm,
  medianForm,
  patienceForm,
  percentileForm,
  thresholdForm,
} from '../schema/stopping-schema.js';
import { entryOf, type SourceNode } from '../source/source-node.js';
import type { WatchingSpec } from '../sweep-definition.js';
import { metricRemedy } from './measure.js';
import { readObjective } from './objective.js';
import type { StoppingContext } from './stopping.js';

/** A rule without its metric. */
type Bare<Spec = WatchingSpec> = Spec extends WatchingSpec ? Omit<Spec, 'metric'> : never;

type Check = <Schema extends Parameters<typeof checkNode>[0]>(
  schema: Schema,
) => ReturnType<typeof checkNode<Schema>>;

/** @returns null where it has a slip */
export function readWatching(
  type: WatchingSpec['type'],
  node: SourceNode,
  context: StoppingContext,
): WatchingSpec | null {
  const { book, data } = context;
  const check: Check = (schema) =>
    checkNode(schema, node, book, (path, at) =>
      path[1] === 'name' && at.kind === 'scalar' ? metricRemedy(at.text) : null,
    );
  const bare = readBare(type, node, context, check);
  if (bare === null) return null;
  const metricNode = entryOf(node, 'metric')?.value;
  const metric = metricNode === undefined ? null : readObjective(metricNode, data, book);
  return metric === undefined ? null : ({ ...bare, metric } as WatchingSpec);
}

function readBare(
  type: WatchingSpec['type'],
  node: SourceNode,
  context: StoppingContext,
  check: Check,
): Bare | null {
  switch (type) {
    case 'patience': {
      const written = check(patienceForm);
      if (written === undefined) return null;
      const { patience, min_delta: minDelta = 0, start_after: startAfter = 0 } = written;
      const when = startAfter === 0 ? `${patience}` : `${patience} after ${startAfter}`;
      const found = { key: 'patience', what: 'patience that ends', last: patience + startAfter };
      warnIfNever(node, context, { ...found, when });
      return { type, patience, minDelta, startAfter };
    }
    case 'threshold': {
      const written = check(thresholdForm);
      if (written === undefined) return null;
      const { value, warmup = 0 } = written;
      warnOfWarmup(node, context, warmup);
      return { type, value, warmup };
    }
    case 'median':
    case 'percentile': {
      const written = type === 'median' ? check(medianForm) : check(percentileForm);
      if (written === undefined) return null;
      const { startup_trials: startupTrials = 5, warmup = 0, interval = 1 } = written;
      warnOfWarmup(node, context, warmup);
      warnOfStartup(node, context, startupTrials);
      const rest = { startupTrials, warmup, interval };
      return 'percentile' in written
        ? { type: 'percentile', percentile: written.percentile, ...rest }
        : { type: 'median', ...rest };
    }
    case 'bandit':
      return readBandit(node, context, check);
    case 'hyperband':
      return readBands(node, context, check);
  }
}

function readBandit(node: SourceNode, context: StoppingContext, check: Check): Bare | null {
  const written = check(banditForm);
  if (written === undefined) return null;
  const { slack_factor: factor, slack_amount: amount, warmup = 0, interval = 1 } = written;
  if ((factor === undefined) === (amount === undefined)) {
    const found = factor === undefined ? 'neither' : 'both';
    context.book.error(
      node.spot,
      `expected either \`slack_factor\` or \`slack_amount\`, found ${found}: write slack_factor: 0.1`,
    );
    return null;
  }
  warnOfWarmup(node, context, warmup);
  const slack =
    factor === undefined
      ? ({ kind: 'amount', value: amount! } as const)
      : ({ kind: 'factor', value: factor } as const);
  return { type: 'bandit', slack, warmup, interval };
}

function readBands(node: SourceNode, context: StoppingContext, check: Check): Bare | null {
  const written = check(bandsForm);
  if (written === undefined) return null;
  const { min_iter: minIter, max_iter: maxIter, s, eta = 3 } = written;
  if ((minIter === undefined) === (maxIter === undefined) || (minIter !== undefined && s)) {
    context.book.error(
      node.spot,
      'expected either `min_iter`, or `max_iter` with `s`, for the bands of hyperband, found another choice of them: write {type: hyperband, min_iter: 3}',
    );
    return null;
  }
  if (minIter !== undefined) {
    warnIfNever(node, context, {
      key: 'min_iter',
      what: 'first band',
      when: `${minIter}`,
      last: minIter,
    });
    return { type: 'hyperband', bands: { minIter, eta } };
  }
  if (s === undefined) {
    context.book.error(
      node.spot,
      'expected `s`, the number of bands, beside `max_iter`, found no such key: write s: 2',
    );
    return null;
  }
  const bands = { maxIter: maxIter!, s, eta };
  const { epochs } = context;
  if (epochs !== undefined && !hasBandBefore(epochs, bands)) {
    context.book.warn(
      entryOf(node, 'max_iter')?.value.spot ?? node.spot,
      `expected a band before the last epoch (${epochs}), found none for max_iter ${maxIter}, s ${s} and eta ${eta}: it never stops a trial, write max_iter: ${epochs}`,
    );
  }
  return { type: 'hyperband', bands };
}

/** max_iter / eta, max_iter / eta² …, s of them. */
function hasBandBefore(
  epochs: number,
  { maxIter, s, eta }: { readonly maxIter: number; readonly s: number; readonly eta: number },
): boolean {
  let band = maxIter / eta;
  for (let i = 0; i < s && band >= 1; i++, band /= eta) if (Math.floor(band) < epochs) return true;
  return false;
}

/** Whoever waits for as many completed trials as there are finds none to stop. */
function warnOfStartup(
  node: SourceNode,
  { configurations, book }: StoppingContext,
  startupTrials: number,
): void {
  if (configurations === null || startupTrials < configurations) return;
  book.warn(
    entryOf(node, 'startup_trials')?.value.spot ?? node.spot,
    `expected startup_trials below the number of trials (${configurations}), found ${startupTrials}: it never stops a trial, lower startup_trials or raise trials`,
  );
}

function warnOfWarmup(node: SourceNode, context: StoppingContext, warmup: number): void {
  warnIfNever(node, context, {
    key: 'warmup',
    what: 'warmup that ends',
    when: `${warmup}`,
    last: warmup,
  });
}

interface Firing {
  readonly key: string;
  readonly what: string;
  readonly when: string;
  /** The last epoch at which nothing is stopped. */
  readonly last: number;
}

function warnIfNever(
  node: SourceNode,
  { epochs, book }: StoppingContext,
  { key, what, when, last }: Firing,
): void {
  if (epochs === undefined || last < epochs) return;
  book.warn(
    entryOf(node, key)?.value.spot ?? node.spot,
    `expected a ${what} before the last epoch (${epochs}), found ${when}: it never stops a trial, lower it`,
  );
}
