// Decisions, with their reasons. A reason is stored with the trial and shown to people, so that
// nobody has to guess in the morning why a trial ended where it did.

export interface Reason {
  /** What decided: a stopper or scheduler by its name (patience, diverged, successive_halving), or 'failure'. */
  readonly rule: string;
  /** One line with the values that decided: "val_loss did not improve on 0.41 for 5 epochs". */
  readonly text: string;
  /** The same values for machines. */
  readonly facts: Readonly<Record<string, number | string>>;
}

export type Verdict =
  | { readonly action: 'continue' }
  | { readonly action: 'stop'; readonly reason: Reason };

export const proceed: Verdict = Object.freeze({ action: 'continue' });
