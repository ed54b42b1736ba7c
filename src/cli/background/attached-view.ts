// What `attach` shows between two looks at the database: in a terminal the frame of the live view, in a
// pipe the lines of the plain one, at the same moments of the sweep's progress.

import type { PlannedRung } from '../../schedulers/scheduler.js';
import { frameLines, type Moment } from '../live-view/frame.js';
import { type Milestones, sweepMilestones } from '../live-view/milestones.js';
import type { Progress } from '../live-view/tally.js';
import { type Terminal, takesText } from '../terminal/terminal.js';

export interface Look extends Omit<Moment, 'pausing' | 'now'> {
  readonly rungs: readonly PlannedRung[];
}

export interface AttachedView {
  show(look: Look): void;
  /** Takes what moves off the screen. */
  end(): void;
}

export const silentAttachedView: AttachedView = Object.freeze({ show() {}, end() {} });

export async function attachedView(terminal: Terminal): Promise<AttachedView> {
  return terminal.columns === null ? plainAttachedView(terminal) : liveAttachedView(terminal);
}

async function liveAttachedView(terminal: Terminal): Promise<AttachedView> {
  const { createLogUpdate } = await import('log-update');
  const screen = createLogUpdate(terminal.stream);
  return {
    show(look) {
      if (!takesText(terminal.stream)) return;
      const moment = { ...look, pausing: null, now: Date.now() };
      screen(frameLines(moment, terminal.columns ?? 80, terminal.colours).join('\n'));
    },
    end() {
      screen.clear();
      screen.done();
    },
  };
}

function plainAttachedView(terminal: Terminal): AttachedView {
  /** Always what was looked up last: milestones are counted on it. */
  const latest = {} as Progress;
  let milestones: Milestones | null = null;
  return {
    show({ tally, speed, objective, epochs, isPlanExact, rungs }) {
      Object.assign(latest, tally);
      milestones ??= sweepMilestones(latest, { objective, epochs, isPlanExact, rungs });
      if (!milestones.reached()) return;
      for (const line of milestones.lines(speed.epochsPerSecond)) terminal.write(`${line}\n`);
    },
    end() {},
  };
}
