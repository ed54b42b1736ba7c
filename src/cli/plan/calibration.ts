// How fast this machine trains: pieces of the sweep's own trainings, by the pool that will train it, on all
// of its workers at once, because cores share caches, memory and clocks. Nothing is stored. Data of which an
// epoch takes long stand in parts of themselves.

import { loadKernels } from '../../core/kernels/kernels.js';
import type { DataSet, Part } from '../../data/data-set.js';
import type { Executor } from '../../executor/executor.js';
import { epochWork } from '../../trainables/network/epoch-work.js';
import type { Segment } from '../../vocabulary/segment.js';
import { networkPool } from '../network-pool.js';
import type { StartedSweep } from '../prepare-sweep.js';
import { type CostModel, fitCostModel, type MeasuredSegment, secondsOf } from './cost-model.js';
import { spreadOrder, type TriedConfiguration } from './tried-configurations.js';

export interface Calibration {
  /** null: nothing could be trained. */
  readonly model: CostModel | null;
  /** Different configurations that were measured. */
  readonly configurations: number;
  /** Seconds until the threads stand, and what the first pieces took longer than later ones. */
  readonly start: number;
}

/** Shares of the data, largest first. */
const SHARES = [1, 1 / 3, 1 / 9, 1 / 27, 1 / 81, 1 / 243];
/** Rows of every part: fewer are no batch; and those of a piece that shall have as little work as possible. */
const LEAST_ROWS = 64;
const FEWEST_ROWS = 16;
/** Seconds that one piece should take at most. */
const PIECE = 0.3;
/**
 * Seconds of every worker's processor of which nothing is believed: code is still being compiled while it
 * runs. On a machine that does something else as well they take longer, but not for ever.
 */
const WARM_UP = 0.4;
const LONGEST_WARM_UP = 1.5;
/** Seconds that are measured: a share of the sweep's own, between these. */
const LEAST = 0.8;
const MOST = 3.5;
const SHARE_OF_SWEEP = 0.1;
/** Seconds after which what is still being trained is given up. */
const PATIENCE = 1.5;
/** One piece in so many is short; prime to the number of configurations, so that each has its turn. */
const SHORT_ONES = 5;
/** Different configurations that are measured. */
const MOST_MEASURED = 12;

type Calibrated = Pick<StartedSweep, 'definition' | 'data' | 'workers'>;

interface Piece extends TriedConfiguration {
  /** Index of the share of the data. */
  readonly fold: number;
  readonly epochs: number;
  readonly work: number;
  /** With as little work as there can be. */
  readonly isShort: boolean;
}

interface MeasuredPiece extends MeasuredSegment {
  readonly isShort: boolean;
}

/**
 * @param tried what the sweep will try, in any order
 * @param work epochs × cost of the whole sweep, so that a short one is not measured for longer than it takes
 */
export async function calibrate(
  { definition, data, workers }: Calibrated,
  tried: readonly TriedConfiguration[],
  work: number,
): Promise<Calibration> {
  const shares = SHARES.map((share) => partOf(data[0]!, share, LEAST_ROWS));
  const parts = [...shares, partOf(data[0]!, 0, FEWEST_ROWS)];
  const chosen = measuredOnes(tried);
  const begun = performance.now();
  const secondsSince = (time: number) => (performance.now() - time) / 1000;
  const executor = networkPool({
    definition,
    workers,
    kernels: loadKernels(),
    data: Promise.resolve(parts),
    onOutput: () => {},
  });
  const early: MeasuredPiece[] = [];
  const measured: MeasuredPiece[] = [];
  const seen = new Set<TriedConfiguration>();
  const speed = { work: 0, seconds: 0 };
  let opened: number | null = null;
  /** When the first piece is believed. */
  let warm: number | null = null;
  let pieces = 0;

  function isWarm(since: number, cpuBefore: NodeJS.CpuUsage): boolean {
    const { user, system } = process.cpuUsage(cpuBefore);
    const isCompiled = (user + system) / 1e6 > WARM_UP * workers;
    if (isCompiled || secondsSince(since) > LONGEST_WARM_UP) warm ??= performance.now();
    return warm !== null;
  }

  /** Seconds that are measured. */
  const limit = () => {
    if (speed.seconds === 0) return LEAST;
    const whole = (work * speed.seconds) / speed.work / workers;
    return Math.min(MOST, Math.max(LEAST, whole * SHARE_OF_SWEEP));
  };
  const isOver = () => warm !== null && secondsSince(warm) > limit();

  async function lane(): Promise<void> {
    // The first piece waits for its thread: it only says that the thread stands.
    await trainPiece(executor, shortPiece(chosen[0]!, parts), pieces++, definition);
    opened ??= performance.now();
    const cpuBefore = process.cpuUsage();
    while (!isOver()) {
      const isBelieved = isWarm(opened, cpuBefore);
      const number = pieces++;
      const tried = chosen[number % chosen.length]!;
      const piece =
        number % SHORT_ONES === 0
          ? shortPiece(tried, parts)
          : longPiece(tried, shares, speed, definition.epochs);
      const start = performance.now();
      if (!(await trainPiece(executor, piece, number, definition))) continue;
      const seconds = secondsSince(start);
      const { cost, work: done, isShort } = piece;
      if (!isShort) {
        speed.work += done;
        speed.seconds += seconds;
      }
      (isBelieved ? measured : early).push({ cost, work: done, seconds, isShort });
      if (isBelieved) seen.add(tried);
    }
  }

  const lanes = Promise.all(Array.from({ length: workers }, lane));
  let patience: NodeJS.Timeout | undefined;
  const end = new Promise<void>((resolve) => {
    const look = () => {
      const late = opened !== null && secondsSince(opened) > LONGEST_WARM_UP + MOST + PATIENCE;
      if (late && measured.length + early.length > 0) resolve();
      else patience = setTimeout(look, 100);
    };
    look();
  });
  try {
    await Promise.race([lanes, end]);
  } finally {
    clearTimeout(patience);
    await executor.close();
  }
  const model = modelOf(measured) ?? modelOf(early);
  const opening = ((opened ?? begun) - begun) / 1000;
  const late = measured.length > 0 && model !== null ? lateness(early, model) / workers : 0;
  return { model, configurations: seen.size, start: opening + Math.min(WARM_UP, late) };
}

function modelOf(pieces: readonly MeasuredPiece[]): CostModel | null {
  const long = pieces.filter(({ isShort }) => !isShort);
  if (long.length === 0) return null;
  const short = pieces.filter(({ isShort }) => isShort);
  return fitCostModel(short, long);
}

/** Seconds that pieces took longer than they would later. */
function lateness(pieces: readonly MeasuredSegment[], model: CostModel): number {
  const later = pieces.map(
    ({ seconds, work, cost }) => seconds - secondsOf(model, work / cost, cost),
  );
  const sum = later.reduce((all, next) => all + next, 0);
  return Math.max(0, sum);
}

/** The smallest, the largest, the median, and others between them, in this order; each once. */
function measuredOnes(tried: readonly TriedConfiguration[]): readonly TriedConfiguration[] {
  const sorted = [...tried].sort((a, b) => a.cost - b.cost);
  const last = sorted.length - 1;
  const among = Math.min(MOST_MEASURED - 2, Math.max(0, last - 1));
  const between = spreadOrder(among).map((i) => Math.round(((i + 1) * last) / (among + 1)));
  return [...new Set([0, last, Math.round(last / 2), ...between])].map((index) => sorted[index]!);
}

/** One epoch on as little data as there is. */
function shortPiece(tried: TriedConfiguration, parts: readonly DataSet[]): Piece {
  const fold = parts.length - 1;
  const work = epochWork(parts[fold]!, tried.configuration);
  return { ...tried, fold, epochs: 1, work, isShort: true };
}

/** As many epochs as fit into the time of a piece, or one on as much of the data as does. */
function longPiece(
  tried: TriedConfiguration,
  parts: readonly DataSet[],
  speed: { readonly work: number; readonly seconds: number },
  mostEpochs: number,
): Piece {
  const isKnown = speed.work > 0;
  const rate = isKnown ? speed.seconds / speed.work : 0;
  const workOn = (fold: number) =>
    fold === 0 ? tried.cost : epochWork(parts[fold]!, tried.configuration);
  let fold = isKnown ? 0 : parts.length - 1;
  let work = workOn(fold);
  while (fold < parts.length - 1 && work * rate > PIECE) work = workOn(++fold);
  const fitting = isKnown ? Math.floor(PIECE / (work * rate)) : 1;
  const epochs = Math.max(1, Math.min(fitting, mostEpochs));
  return { ...tried, fold, epochs, work: work * epochs, isShort: false };
}

/** @returns whether it was trained to its end */
async function trainPiece(
  executor: Executor,
  { configuration, fold, epochs }: Piece,
  number: number,
  { seed, epochs: budget, objective }: StartedSweep['definition'],
): Promise<boolean> {
  const segment: Segment = {
    trial: number,
    training: `calibration ${number}`,
    configuration,
    seed,
    fold,
    from: 0,
    to: epochs,
    budget,
    objective,
  };
  const listener = { onEpoch: () => {}, onState: () => null };
  const { kind } = await executor.start(segment, null, listener).end;
  return kind === 'reached';
}

/** The first rows of each part, as they lie in memory. @param least rows of each, where it has so many */
function partOf(data: DataSet, share: number, least: number): DataSet {
  if (share === 1) return data;
  const cut = ({ rows, inputs, targets }: Part): Part => {
    const few = Math.min(rows, Math.max(least, Math.ceil(rows * share)));
    const features = data.features.length;
    return {
      rows: few,
      inputs: inputs.subarray(0, few * features),
      targets: targets.subarray(0, few),
    };
  };
  const { train, validation, test } = data.parts;
  return { ...data, parts: { train: cut(train), validation: cut(validation), test: cut(test) } };
}
