// What went wrong in one attempt, as plain data: thrown in the trainable, or told by Piscina about a
// thread that is gone. The faults of all attempts together make the failure that is stored.

import { inspect } from 'node:util';
import { messageOf } from '../../vocabulary/errors.js';
import type { Failure } from '../../vocabulary/segment.js';

export interface Fault {
  readonly kind: Failure['kind'];
  /** One line for people. */
  readonly message: string;
  /** Everything that is known: stack, causes, properties. */
  readonly story: string;
}

const LONGEST_LINE = 300;
const LONGEST_STORY = 20_000;
const OUT_OF_BUFFERS = /allocation failed|could not allocate|cannot allocate|out of memory/i;
const EXITED = /^worker exited with code: (-?\d+)/;

/** The fault in anything thrown by a trainable or rejected by Piscina; never throws itself. */
export function faultOf(thrown: unknown): Fault {
  const said = safely(() => messageOf(thrown));
  const story = safely(() => inspect(thrown, { depth: 3 })).slice(0, LONGEST_STORY);
  const fault = (kind: Fault['kind'], message: string): Fault => ({
    kind,
    message: oneLine(message),
    story,
  });
  if (hasCode(thrown, 'ERR_WORKER_OUT_OF_MEMORY')) {
    return fault('memory', 'its worker thread reached its memory limit');
  }
  const exited = EXITED.exec(said);
  if (exited) return fault('exit', `its worker thread exited with code ${exited[1]}`);
  if (said === 'Terminating worker thread')
    return fault('exit', 'its worker thread was terminated');
  if (!(thrown instanceof Error)) return fault('error', said);
  // By name: errors that crossed from another thread have lost their class.
  if (thrown.name === 'RuntimeError') return fault('trap', `WebAssembly trapped: ${said}`);
  if (thrown.name === 'RangeError' && OUT_OF_BUFFERS.test(said)) return fault('memory', said);
  return fault('error', said);
}

/** The fault of a thread that had to be ended: there is no stack to show. */
export function plainFault(kind: Fault['kind'], message: string): Fault {
  return { kind, message, story: message };
}

/** One failure from the faults of all attempts, in order; the last one names it. */
export function failureOf(faults: readonly [...Fault[], Fault]): Failure {
  const last = faults[faults.length - 1]!;
  const stories = faults.map(({ kind, story }, i) => `attempt ${i + 1} (${kind}): ${story}`);
  return Object.freeze({
    kind: last.kind,
    message: last.message,
    detail: stories.join('\n\n'),
    attempts: faults.length,
  });
}

function hasCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}

function oneLine(text: string): string {
  const line = text.split('\n', 1)[0]!.trim() || 'an error without a message';
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}

/** A thrown object can throw again while it is being printed (a getter, a custom inspect). */
function safely(text: () => string): string {
  try {
    return text();
  } catch {
    return 'an error that cannot be printed';
  }
}
