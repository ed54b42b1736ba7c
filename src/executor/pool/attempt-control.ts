// Two words of shared memory between the main thread and the thread that trains: "stop after this
// epoch" one way, "training began at" the other. They need no event loop on either side, so they work
// while a thread computes. Each attempt has its own: a thread being terminated may still write to it.

export interface AttemptControl {
  readonly memory: SharedArrayBuffer;
  requestStop(): void;
  stopRequested(): boolean;
  /** Called by the thread when the trainable is open and the segment itself begins. */
  markBegun(): void;
  /** Milliseconds since the segment began, on the machine's monotonic clock; null if it has not. */
  elapsed(): number | null;
}

/** Bytes: the time of beginning in nanoseconds (8), the stop flag (4), and 4 unused. */
const SIZE = 16;

/** @param memory what the other side made; left out, new memory */
export function attemptControl(memory = new SharedArrayBuffer(SIZE)): AttemptControl {
  const began = new BigInt64Array(memory, 0, 1);
  const stop = new Int32Array(memory, 8, 1);
  return {
    memory,
    requestStop() {
      Atomics.store(stop, 0, 1);
    },
    stopRequested: () => Atomics.load(stop, 0) === 1,
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
