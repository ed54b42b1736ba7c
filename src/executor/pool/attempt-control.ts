// Words of shared memory between the main thread and the thread that trains: "stop after this epoch",
// "no epoch past this one counts", "heard up to here" and "your checkpoint is taken" one way, "training
// began at" the other. They need no event loop on either side, so they work while a thread computes. Each
// attempt has its own: a thread being terminated may still write to it.

export interface AttemptControl {
  readonly memory: SharedArrayBuffer;
  /** @param upTo the last epoch that counts; left out, all do */
  requestStop(upTo?: number): void;
  stopRequested(): boolean;
  /** The last epoch that counts; Infinity where all do. */
  lastCounted(): number;
  /** Called by the main thread: this epoch counts, and what is up to it need not be kept any more. */
  markHeard(epoch: number): void;
  heard(): number;
  /** Called by the thread: a checkpoint is on its way, and no other follows until it `isTaken`. */
  markSent(): void;
  /** Called by the main thread when whoever keeps the checkpoint has room for another. */
  markTaken(): void;
  isTaken(): boolean;
  /** Called by the thread when the trainable is open and the segment itself begins. */
  markBegun(): void;
  /** Milliseconds since the segment began, on the machine's monotonic clock; null if it has not. */
  elapsed(): number | null;
}

/**
 * Bytes: the time of beginning in nanoseconds (8); stop flag, last epoch that counts, epochs heard,
 * whether a checkpoint is on its way (4 each).
 */
const SIZE = 24;

const [STOP, LAST, HEARD, SENT] = [0, 1, 2, 3] as const;

/** @param memory what the other side made; left out, new memory */
export function attemptControl(memory = new SharedArrayBuffer(SIZE)): AttemptControl {
  const began = new BigInt64Array(memory, 0, 1);
  const words = new Int32Array(memory, 8, 4);
  return {
    memory,
    requestStop(upTo = 0) {
      // Before the flag: whoever sees the flag sees this. The first to ask has the last word.
      Atomics.compareExchange(words, LAST, 0, upTo);
      Atomics.store(words, STOP, 1);
    },
    stopRequested: () => Atomics.load(words, STOP) === 1,
    lastCounted: () => Atomics.load(words, LAST) || Number.POSITIVE_INFINITY,
    markHeard(epoch) {
      Atomics.store(words, HEARD, epoch);
    },
    heard: () => Atomics.load(words, HEARD),
    markSent() {
      Atomics.store(words, SENT, 1);
    },
    markTaken() {
      Atomics.store(words, SENT, 0);
    },
    isTaken: () => Atomics.load(words, SENT) === 0,
    markBegun() {
      // hrtime counts from one origin for all threads of a process; performance.now() does not.
      Atomics.store(began, 0, process.hrtime.bigint());
    },
    elapsed() {
      const at = Atomics.load(began, 0);
      return at === 0n ? null : Number(process.hrtime.bigint() - at) / 1e6;
    },
  };
}
