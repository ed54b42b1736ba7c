// Who is told that a sweep has ended or is in trouble: a webhook, and whoever sits at the terminal. What
// goes wrong in telling is one line of warning; it never changes how the sweep ended.

import type { Complaint } from '../../vocabulary/errors.js';
import type { StartedSweep } from '../prepare-sweep.js';
import type { Terminal } from '../terminal/terminal.js';
import type { News } from './sweep-notice.js';
import type { Webhook } from './webhook.js';

export interface Notices {
  /** The sweep has begun: what is told from here on is about it. */
  begin(sweep: StartedSweep): void;
  /** Something keeps it from going on; told at once, and again after an hour at the earliest. */
  trouble(reason: string): void;
  end(news: Omit<News, 'milliseconds'>): void;
  /** Resolves when all that was told has arrived, or was given up. */
  settled(): Promise<void>;
}

export interface NoticeParts {
  readonly hook: Webhook | null;
  /** null: nobody wants to hear a bell. */
  readonly bell: Terminal | null;
  /** Directory of results. */
  readonly results: string;
  readonly warn: (warning: Complaint) => void;
  /** Milliseconds since the command was begun; does not go back. */
  readonly clock: () => number;
}

const HOUR = 3_600_000;

export function sweepNotices({ hook, bell, results, warn, clock }: NoticeParts): Notices {
  let sweep: StartedSweep | null = null;
  let troubledAt: number | null = null;
  let posting: Promise<void> = Promise.resolve();

  function tell(news: Omit<News, 'milliseconds'>): void {
    if (sweep === null) return;
    if (bell !== null && bell.columns !== null) bell.write('\u0007');
    if (hook !== null) {
      const [subject, milliseconds] = [sweep, clock()];
      // One after the other: the end is told last.
      posting = posting.then(() => post(hook, subject, { ...news, milliseconds }));
    }
  }

  async function post(to: Webhook, subject: StartedSweep, news: News): Promise<void> {
    const { sweepNotice } = await import('./sweep-notice.js');
    const trouble = await to.post(sweepNotice(subject, news, results));
    if (trouble === null) return;
    const message = `expected ${to.shown} to take the notice, found ${trouble}: nobody was told there; the sweep is as it is`;
    warn({ place: '--notify', message });
  }

  return {
    begin(started) {
      sweep = started;
    },
    trouble(reason) {
      if (troubledAt !== null && clock() - troubledAt < HOUR) return;
      troubledAt = clock();
      tell({ outcome: 'trouble', reason });
    },
    end: tell,
    settled: () => posting,
  };
}
