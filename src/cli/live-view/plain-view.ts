// The view for files and pipes: whole lines, each once and none without news. When to write one is
// decided by the sweep's own progress and never by a clock, so a log is short however long the night.

import { objectivesOf } from '../../definition/sweep-definition.js';
import type { Terminal } from '../terminal/terminal.js';
import { decidedRungs, type Milestones, sweepMilestones } from './milestones.js';
import { outlineLines, sweepShown } from './outline.js';
import { type Speed, sweepSpeed } from './speed.js';
import { sweepTally, type Tally } from './tally.js';
import { PAUSING_TEXT, type SweepView } from './view.js';

interface Running {
  readonly tally: Tally;
  readonly speed: Speed;
  readonly milestones: Milestones;
}

/** @param clock milliseconds; does not go back */
export function plainView(terminal: Terminal, clock = () => performance.now()): SweepView {
  let running: Running | null = null;
  const line = (text: string) => terminal.write(`${text}\n`);

  return {
    begin(sweep) {
      const { definition, plan } = sweep;
      line(`${definition.name}  ${sweepShown(sweep)}`);
      outlineLines(sweep).forEach(line);
      const tally = sweepTally(objectivesOf(definition), plan.rungs);
      running = {
        tally,
        speed: sweepSpeed(),
        milestones: sweepMilestones(tally, {
          objective: definition.objective,
          epochs: plan.epochs,
          isPlanExact: plan.scheduler.isPlanExact,
          rungs: decidedRungs(plan),
        }),
      };
      running.speed.note(clock(), 0, 0);
    },
    listen(event) {
      if (running === null) return;
      const { tally, speed, milestones } = running;
      // What an epoch makes of its trial is told right after it: a line waits for that.
      if (event.kind !== 'epoch') tally.hear(event);
      if (milestones.reached()) {
        const { completed, stopped, failed } = tally.trials;
        speed.note(clock(), tally.trained, completed + stopped + failed);
        milestones.lines(speed.epochsPerSecond).forEach(line);
      }
      if (event.kind === 'epoch') tally.hear(event);
    },
    note: line,
    pausing: (text = PAUSING_TEXT) => line(text),
    end() {
      running = null;
    },
  };
}
