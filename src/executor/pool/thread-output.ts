// What a trainable prints. A thread's stdout is the process's own by default: one console.log would
// break the live view, or the JSON that somebody pipes. So both of a thread's streams go to the main
// thread as news, and whoever made the executor decides where they are shown.

type Written = (error?: Error | null) => void;

/** Sends all that this thread writes to stdout and stderr to `post`, as it is written. */
export function divertOutput(post: (text: string) => void): void {
  const write = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | Written,
    written?: Written,
  ): boolean => {
    post(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    const done = typeof encoding === 'function' ? encoding : written;
    if (done !== undefined) queueMicrotask(done);
    return true;
  };
  process.stdout.write = write;
  process.stderr.write = write;
}
