// What the shell is told.

export const ExitCode = Object.freeze({
  done: 0,
  /** The sweep, or Nightsweep itself, went wrong. */
  failed: 1,
  /** Something that the person can mend; results are as they were. */
  slip: 2,
  /** Interrupted and saved: `resume` goes on. */
  paused: 3,
} as const);

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
