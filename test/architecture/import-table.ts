// The table of CONTRIBUTING.md as data: which rooms a room may import values from, and which
// third-party packages have their door there. Types may be imported from anywhere. A new room or a new
// package is a new line here, and a decision.

export interface Room {
  /** Rooms whose values it may import. `anything` for the front door alone. */
  readonly imports: readonly string[] | 'anything';
  /** Third-party packages, by folder under the room ('' is the whole room). */
  readonly doors?: Readonly<Record<string, readonly string[]>>;
}

export const rooms: Readonly<Record<string, Room>> = {
  vocabulary: { imports: [] },
  definition: { imports: ['vocabulary', 'space'], doors: { '': ['zod', 'yaml'] } },
  space: { imports: ['vocabulary'] },
  samplers: { imports: ['vocabulary', 'space'], doors: { '': ['seedrandom'] } },
  schedulers: { imports: ['vocabulary'] },
  stoppers: { imports: ['vocabulary'] },
  orchestrator: { imports: ['vocabulary'] },
  executor: { imports: ['vocabulary'], doors: { pool: ['piscina'] } },
  trainables: { imports: ['vocabulary', 'core', 'data'] },
  core: { imports: ['vocabulary'] },
  data: {
    imports: ['vocabulary'],
    doors: {
      csv: ['csv-parse'],
      parquet: ['hyparquet', 'hyparquet-compressors'],
      arrays: ['fflate'],
    },
  },
  store: { imports: ['vocabulary'], doors: { '': ['better-sqlite3'] } },
  leaderboard: { imports: ['vocabulary', 'store'] },
  cli: {
    imports: 'anything',
    doors: { '': ['commander', 'cli-table3', 'picocolors', 'log-update'] },
  },
};

/** Rooms that a worker thread may load, by way of its entry and the trainable that it imports. */
export const workerRooms = ['vocabulary', 'executor', 'trainables', 'core', 'data'];
export const workerEntries = ['executor/pool/worker.ts', 'trainables/network/network-trainable.ts'];
