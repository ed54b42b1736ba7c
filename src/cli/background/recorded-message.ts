// The one word between a command that starts a sweep in the background and the process that runs it: the
// sweep is recorded, from here on it can be looked at and stopped like any other.

export interface RecordedMessage {
  readonly nightsweep: 'recorded';
  readonly sweep: string;
  readonly name: string;
}

/** Set for a process that a command waits for. Other parents (a process manager) have a channel of their own. */
export const WAITED_FOR = 'NIGHTSWEEP_BACKGROUND';

/** Says so to the command that waits for it, if one does, and lets go of it. */
export function tellRecorded(sweep: string, name: string): void {
  if (process.env[WAITED_FOR] === undefined || process.send === undefined) return;
  const message: RecordedMessage = { nightsweep: 'recorded', sweep, name };
  // A parent that has gone meanwhile is none of the sweep's business.
  process.send(message, () => {
    if (process.connected) process.disconnect();
  });
}

export function isRecordedMessage(message: unknown): message is RecordedMessage {
  if (typeof message !== 'object' || message === null || !('nightsweep' in message)) return false;
  return message.nightsweep === 'recorded';
}
