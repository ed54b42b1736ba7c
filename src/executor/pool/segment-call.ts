// What the main thread and a worker thread say to each other. A call is a Piscina task and an answer
// its result; news are posted through the thread's port while a call is under way. Everything here is
// structured-cloneable, and an answer repeats every epoch, so that news may come late, twice or never.

import type { EpochMetrics } from '../../vocabulary/metric.js';
import type { BestState, Segment, TrainingState } from '../../vocabulary/segment.js';
import type { Checkpoint, KeptBest } from './checkpoint.js';
import type { Fault } from './fault.js';

/** The `workerData` of every thread. */
export interface ThreadBirth {
  /** URL of the module whose default export is the Trainable. */
  readonly trainable: string;
  /** Seconds between checkpoints; null: none on the way. */
  readonly checkpointEvery: number | null;
}

/** A value, which may be undefined, as opposed to no value. */
export interface Given {
  readonly value: unknown;
}

export interface TrainCall {
  readonly kind: 'train';
  /** Numbers the attempts of one executor; news carry it. */
  readonly call: number;
  /** In a second attempt, what is left of it from the newest checkpoint on. */
  readonly segment: Segment;
  readonly state: TrainingState | null;
  /** What an earlier attempt had found until then. */
  readonly best: KeptBest | null;
  /** Memory of an `AttemptControl`. */
  readonly control: SharedArrayBuffer;
  /** Sent only to a thread that answered 'unopened': threads that replaced a dead one have no setup. */
  readonly setup: Given | null;
}

export type Call =
  /** Load the trainable's module: all that can be done before the setup is known. */
  { readonly kind: 'prepare' } | { readonly kind: 'open'; readonly setup: Given } | TrainCall;

export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unopened' }
  | {
      readonly kind: 'trained';
      readonly end: 'reached' | 'interrupted';
      /** Every epoch of the attempt. */
      readonly epochs: readonly EpochMetrics[];
      /** null: interrupted before the first epoch, the state is the one that came with the call. */
      readonly state: TrainingState | null;
      readonly best: BestState;
    }
  | { readonly kind: 'threw'; readonly epochs: readonly EpochMetrics[]; readonly fault: Fault };

export type News =
  | {
      readonly nightsweep: 'epochs';
      readonly call: number;
      readonly epochs: readonly EpochMetrics[];
    }
  /** The epochs up to it went ahead of it. */
  | {
      readonly nightsweep: 'checkpoint';
      readonly call: number;
      readonly checkpoint: Checkpoint;
    }
  /** What the trainable printed. */
  | { readonly nightsweep: 'output'; readonly text: string };

/** A trainable can post to the same port: what it says there is not news. */
export function isNews(message: unknown): message is News {
  return typeof message === 'object' && message !== null && 'nightsweep' in message;
}
