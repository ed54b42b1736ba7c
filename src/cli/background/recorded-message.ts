// The one word between a command that starts a sweep in the background and the process that runs it: the
// sweep is recorded, from here on it can be looked at and stopped like any other.

export interface RecordedMessage {
  readonly nightsweep: 'recorded';
  readonly sweep: string;
  readonly name: string;
}

/** Says so to the command that waits for it, if one does, and lets go of it. */
export function tellRecorded(sweep: string, name: string): void {
  if (process.send === undefined || !process.connected) return;
  const message: RecordedMessage = { nightsweep: 'recorded', sweep, name };
  // A parent that has gone meanwhile is none of the sweep's business.
  process.send(message, () => process.connected && process.disconnect());
}

export function isRecordedMessage(message: unknown): message is RecordedMessage {
  if (typeof message !== 'object' || message === null || !('nightsweep' in message)) return false;
  return message.nightsweep === 'recorded';
}
