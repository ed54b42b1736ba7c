// The door to Piscina: a pool of exactly `size` threads that run calls. It keeps what Piscina does not:
// every call settles, whatever becomes of its thread, and after `close` no thread is left.

import { createRequire } from 'node:module';
import type { Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { type Answer, type Call, isNews, type News, type ThreadBirth } from './segment-call.js';

/**
 * Piscina tries `require` on the entry, an ES module, before `import`. A thread that is terminated while
 * Node links what was required takes the whole process with it ("v8::Module::IsGraphAsync must be used on
 * an instantiated module", SIGABRT); one that imports just ends.
 */
const ONLY_IMPORT = '--no-experimental-require-module';

export interface ThreadPoolOptions {
  readonly size: number;
  readonly birth: ThreadBirth;
  /** Megabytes of JavaScript heap for each thread; null: Node's default. */
  readonly memoryLimit: number | null;
  readonly onNews: (news: News) => void;
}

export class ThreadPool {
  readonly #options: ThreadPoolOptions;
  /** Threads that have not exited, also those that Piscina has already let go of. */
  readonly #alive = new Set<Worker>();
  /** Rejects the calls that are under way. */
  readonly #underWay = new Set<(reason: Error) => void>();
  /** null: to be made anew by the next call. */
  #piscina: Piscina<Call, Answer> | null;
  #closing = false;

  /** Starts the threads at once and does not wait for them. */
  constructor(options: ThreadPoolOptions) {
    this.#options = options;
    this.#piscina = this.#spawn();
  }

  /** Rejects with what became of the thread. Aborting kills the thread; another takes its place. */
  run(call: Call, signal: AbortSignal): Promise<Answer> {
    if (this.#closing) return Promise.reject(new Error('the pool is closed'));
    this.#piscina ??= this.#spawn();
    const task = this.#piscina.run(call, { signal });
    return new Promise<Answer>((resolve, reject) => {
      this.#underWay.add(reject);
      task.then(resolve, reject).finally(() => this.#underWay.delete(reject));
    });
  }

  /** Kills all threads and waits until they are gone. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const reject of this.#underWay) reject(new Error('the pool is closed'));
    // A thread that was killed shortly before exits only now, and Piscina then replaces it, even
    // though it was destroyed in between: hence until none is left.
    do {
      await this.#piscina?.destroy();
      await Promise.all([...this.#alive].map((thread) => thread.terminate()));
      if (this.#piscina !== null) this.#countThreads(this.#piscina);
    } while (this.#alive.size > 0);
  }

  #spawn(): Piscina<Call, Answer> {
    const { size, birth, memoryLimit, onNews } = this.#options;
    const piscina = new Piscina<Call, Answer>({
      filename: threadEntry(),
      minThreads: size,
      maxThreads: size,
      workerData: birth,
      execArgv: [ONLY_IMPORT],
      recordTiming: false,
      ...(memoryLimit === null ? {} : { resourceLimits: { maxOldGenerationSizeMb: memoryLimit } }),
    });
    let complaint: Error = new Error('worker threads could not be started');
    // Errors of threads without a call: Piscina replaces them, and without a listener this event
    // would end the process.
    piscina.on('error', (error: Error) => {
      complaint = error;
    });
    piscina.on('message', (message: unknown) => {
      if (isNews(message)) onNews(message);
    });
    piscina.on('workerCreate', () => this.#countThreads(piscina));
    piscina.on('workerDestroy', () => {
      queueMicrotask(() => {
        this.#countThreads(piscina);
        if (piscina.threads.length < size) this.#giveUp(piscina, complaint);
      });
    });
    this.#countThreads(piscina);
    return piscina;
  }

  #countThreads(piscina: Piscina<Call, Answer>): void {
    for (const thread of piscina.threads) {
      if (this.#alive.has(thread)) continue;
      this.#alive.add(thread);
      thread.once('exit', () => this.#alive.delete(thread));
    }
  }

  /**
   * Piscina never refills a pool in which a thread died before it was ready, and calls in its queue
   * would wait for ever. No code of a trainable runs that early: threads as such cannot be started
   * (a memory limit too small, no more threads in the system). The calls learn why; the next one tries
   * with a new pool.
   */
  #giveUp(piscina: Piscina<Call, Answer>, reason: Error): void {
    if (this.#closing || piscina !== this.#piscina) return;
    this.#piscina = null;
    for (const reject of this.#underWay) reject(reason);
    this.#underWay.clear();
    void piscina.destroy();
  }
}

/**
 * The compiled entry of a thread. Through the package's own name, because a thread cannot load the
 * TypeScript source next to this file when the tests run from source.
 */
function threadEntry(): string {
  const name = 'nightsweep/internal/executor/pool/worker.js';
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new Error(`expected the compiled ${name}, found none: run \`npm run build\``, { cause });
  }
}
