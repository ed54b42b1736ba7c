// Why a sweep was asked to pause: the reason that its abort signal carries. Whoever reads it need not know
// who aborted; a signal that says nothing was aborted by a program of somebody else.

export type PauseReason =
  /** A signal was heard, or a limit of this run is reached: `resume` goes on. */
  | { readonly kind: 'asked'; readonly text: string }
  /** So many trials failed in a row that more would be a waste: the sweep ends as failed. */
  | {
      readonly kind: 'failures';
      readonly text: string;
      /** One that failed of the most common cause. */
      readonly trial: number;
    };

const unsaid: PauseReason = Object.freeze({ kind: 'asked', text: 'interrupted' });

/** @param signal aborted */
export function pauseReasonOf({ reason }: AbortSignal): PauseReason {
  return isPauseReason(reason) ? reason : unsaid;
}

function isPauseReason(reason: unknown): reason is PauseReason {
  if (typeof reason !== 'object' || reason === null || !('kind' in reason)) return false;
  return 'text' in reason && (reason.kind === 'asked' || reason.kind === 'failures');
}
