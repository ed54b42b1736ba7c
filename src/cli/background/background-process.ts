// Starts this command again in the background: in a session of its own, so that neither a closed window nor
// a Ctrl-C reaches it, without input, and with its output in a file. Waits until its sweep is recorded.

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { Slip } from '../../vocabulary/errors.js';
import { isRecordedMessage, type RecordedMessage, WAITED_FOR } from './recorded-message.js';

export type Started =
  | { readonly kind: 'recorded'; readonly pid: number; readonly message: RecordedMessage }
  /** It ended before its sweep was recorded; what it had to say stands in its log. */
  | { readonly kind: 'ended'; readonly code: number | null };

/** @param script what Node runs, with these words behind it. @param log a file that is not there yet */
export async function startInBackground(
  script: string,
  words: readonly string[],
  log: string,
): Promise<Started> {
  const output = openSync(log, 'wx');
  const child = spawn(process.execPath, [...process.execArgv, script, ...words], {
    detached: true,
    env: { ...process.env, [WAITED_FOR]: '1' },
    stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);
  // Whoever does not want to wait does not want the sweep either, as long as it is not recorded.
  const stop = () => void child.kill('SIGTERM');
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    return await startOf(child);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    child.unref();
  }
}

function startOf(child: ChildProcess): Promise<Started> {
  return new Promise((resolve, reject) => {
    let message: RecordedMessage | null = null;
    const code = new Promise<number | null>((ended) => child.once('exit', ended));
    child.on('message', (heard) => {
      if (isRecordedMessage(heard)) message = heard;
    });
    // Behind all messages, also those of a process that has ended.
    child.once('disconnect', async () => {
      if (message !== null) resolve({ kind: 'recorded', pid: child.pid!, message });
      else resolve({ kind: 'ended', code: await code });
    });
    child.once('error', (error) =>
      reject(new Slip(`expected to start a process in the background, found ${error.message}`)),
    );
  });
}
