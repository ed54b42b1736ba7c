// One step from a schema to the next. A migration that has been released is never edited: what it
// did is in people's files.

export interface Migration {
  /** PRAGMA user_version after it; migrations are numbered 1, 2, 3 … without a gap. */
  readonly version: number;
  readonly name: string;
  /** Statements that run inside one transaction, together with the change of user_version. */
  readonly sql: string;
}
