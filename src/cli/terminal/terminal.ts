// Where text goes: a person's terminal, a file or a pipe. Nothing that is written here can end the
// process: a reader that has gone (`| head`, a closed window) costs the text and nothing else.

import pc from 'picocolors';

export type Colours = ReturnType<typeof pc.createColors>;

export interface Terminal {
  /** Columns of a person's window now; null: a file or a pipe, where nothing is cut or moved. */
  readonly columns: number | null;
  readonly colours: Colours;
  readonly stream: NodeJS.WriteStream;
  /** Writes as it is: the caller made it printable. */
  write(text: string): void;
}

/** Of a window whose size nobody tells. */
const USUAL_COLUMNS = 80;

function isPersons(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && process.env.TERM !== 'dumb';
}

/** NO_COLOR, set to anything: no colours (no-color.org). */
function wantsColours(stream: NodeJS.WriteStream): boolean {
  return isPersons(stream) && (process.env.NO_COLOR ?? '') === '';
}

export function terminalOn(stream: NodeJS.WriteStream): Terminal {
  return {
    get columns() {
      return isPersons(stream) ? stream.columns || USUAL_COLUMNS : null;
    },
    colours: pc.createColors(wantsColours(stream)),
    stream,
    write(text) {
      if (takesText(stream)) stream.write(text);
    },
  };
}

/** Streams whose reader is gone for good. */
const abandoned = new WeakSet<NodeJS.WriteStream>();

/** Whether anybody may still read what is written. */
export function takesText(stream: NodeJS.WriteStream): boolean {
  return !abandoned.has(stream) && !stream.destroyed && stream.writable;
}

const READER_IS_GONE = new Set(['EPIPE', 'EIO', 'ECONNRESET', 'ENXIO']);

/**
 * Without a listener a closed pipe would end the process with a stack trace. Call once, first of all.
 * Any other trouble with the output (a full disk) fails the command, but never stops a sweep.
 */
export function surviveClosedOutput(
  streams: readonly NodeJS.WriteStream[] = [process.stdout, process.stderr],
): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      const readerIsGone = READER_IS_GONE.has(error.code ?? '');
      // Node opens its own streams again after an error: they would be written to all night.
      if (readerIsGone) abandoned.add(stream);
      if (readerIsGone || stream === process.stderr) return;
      process.exitCode = 1;
      process.stderr.write(`nightsweep: the output could not be written: ${error.message}\n`);
    });
  }
}
