// Errors a person can mend. A Slip carries finished sentences (expected, found, what to do) and is
// printed as they stand, without a stack trace; the command exits with 2. Every other error is ours.

export interface Complaint {
  /** file:line:column, or another place that a person can find; empty where there is none. */
  readonly place: string;
  /** expected …, found …: what to do */
  readonly message: string;
}

export class Slip extends Error {
  readonly complaints: readonly Complaint[];

  constructor(complaints: readonly Complaint[] | string) {
    const list = typeof complaints === 'string' ? [{ place: '', message: complaints }] : complaints;
    super(list.map(complaintText).join('\n'));
    this.name = 'Slip';
    this.complaints = list;
  }
}

export function complaintText({ place, message }: Complaint): string {
  return place === '' ? message : `${place}  ${message}`;
}

/** The message of anything thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
