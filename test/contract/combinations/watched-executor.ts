// An executor whose workers move one at a time, by one epoch, and only when everybody else has come to rest: so
// that whoever watches sees what is being trained at a moment when nobody has anything left to say.

import type { Executor } from '../../../src/executor/executor.js';
import { type BestEpoch, bestWith } from '../../../src/vocabulary/metric.js';
import { PhiloxStream } from '../../../src/vocabulary/philox.js';
import type { Segment, SegmentEnd, SegmentListener } from '../../../src/vocabulary/segment.js';
import type { Sweep } from './played-sweep.js';

interface Job {
  readonly segment: Segment;
  readonly listener: SegmentListener;
  readonly resolve: (end: SegmentEnd) => void;
  epoch: number;
  /** Each better than the one before. */
  readonly bests: BestEpoch[];
  /** The last epoch that counts; null: nobody has asked it to stop. */
  stopped: number | null;
}

export interface WatchedExecutor extends Executor {
  /** Rejects with what a look has thrown, and never resolves: the sweep stands still then. */
  readonly broken: Promise<never>;
  /** Something has happened: whoever waits for everybody's rest waits on. */
  stir(): void;
}

interface WatchedOptions extends Pick<Sweep, 'curve' | 'failure'> {
  readonly capacity: number;
  /** Which worker moves. */
  readonly seed: number;
  /** At rest. @param inFlight what workers have, and what waits for one */
  readonly look: (inFlight: readonly Segment[]) => void;
  readonly onEnd: (segment: Segment, kind: SegmentEnd['kind']) => void;
}

/** Turns of the process in which nothing stirs, after which everybody is at rest. */
const QUIET_TURNS = 2;

export function watchedExecutor(options: WatchedOptions): WatchedExecutor {
  const random = new PhiloxStream(options.seed, 0x5c22);
  const jobs: Job[] = [];
  let stirs = 0;
  let isDriving = false;
  let breakOff!: (thrown: unknown) => void;
  const broken = new Promise<never>((_, reject) => {
    breakOff = reject;
  });

  async function rest(): Promise<void> {
    let seen = stirs;
    for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (stirs !== seen) quiet = -1;
      seen = stirs;
    }
  }

  async function drive(): Promise<void> {
    isDriving = true;
    for (await rest(); jobs.length > 0; await rest()) {
      options.look(jobs.map(({ segment }) => segment));
      const place = random.below(Math.min(jobs.length, options.capacity));
      const job = jobs[place]!;
      const end = advance(job, options);
      if (end === null) continue;
      jobs.splice(place, 1);
      options.onEnd(job.segment, end.kind);
      job.resolve(end);
    }
    isDriving = false;
  }

  return {
    capacity: options.capacity,
    broken,
    stir: () => void stirs++,
    start(segment, _, listener) {
      stirs++;
      let resolve!: Job['resolve'];
      const end = new Promise<SegmentEnd>((settle) => {
        resolve = settle;
      });
      const job: Job = {
        ...{ segment, listener, resolve },
        ...{ epoch: segment.from, bests: [], stopped: null },
      };
      jobs.push(job);
      if (!isDriving) drive().catch(breakOff);
      const stop = (upTo = Number.POSITIVE_INFINITY) => {
        job.stopped ??= upTo;
      };
      return { end, stop };
    },
    interrupt: () => {
      throw new Error('nobody pauses a sweep that is watched');
    },
    close: async () => {},
  };
}

/** Plays one epoch, or ends the segment. */
function advance(job: Job, { curve, failure }: WatchedOptions): SegmentEnd | null {
  const { segment, listener } = job;
  const { configuration, from, to, objective } = segment;
  if (job.stopped !== null) {
    const state = job.epoch === 0 && from === 0 ? null : stateAt(job.epoch);
    return { kind: 'interrupted', state, best: bestOf(job) };
  }
  const failed = failure(configuration, job.epoch + 1, segment);
  if (failed !== null) return { kind: 'failed', failure: failed };
  const epoch = { epoch: ++job.epoch, metrics: curve(configuration, job.epoch, segment) };
  const before = job.bests.at(-1) ?? null;
  const best = bestWith(before, epoch, objective);
  if (best !== null && best !== before) job.bests.push(best);
  listener.onEpoch(epoch);
  return job.epoch === to
    ? { kind: 'reached', state: stateAt(job.epoch), best: bestOf(job) }
    : null;
}

function bestOf({ bests, stopped, epoch: standing }: Job) {
  const most = Math.min(stopped ?? standing, standing);
  const best = bests.findLast(({ epoch }) => epoch <= most);
  return best === undefined || best.epoch === standing ? null : stateAt(best.epoch);
}

const stateAt = (epoch: number) => ({ epoch, step: epoch, tensors: {} });
