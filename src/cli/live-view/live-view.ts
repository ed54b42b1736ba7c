// The view for a person's terminal: a few lines that are redrawn in place, at most ten times a second
// and only if they have changed. What must stay is printed above them.

import { objectivesOf } from '../../definition/sweep-definition.js';
import { plannedTrials } from '../../schedulers/scheduler.js';
import { lineText } from '../terminal/styled-line.js';
import { type Terminal, takesText } from '../terminal/terminal.js';
import { frameLines, type Moment } from './frame.js';
import { outlineLines, sweepShown } from './outline.js';
import { type Speed, sweepSpeed } from './speed.js';
import { sweepTally, type Tally } from './tally.js';
import { PAUSING_TEXT, type SweepView } from './view.js';

/** Milliseconds between two frames. */
const FRAME = 100;

type Screen = ReturnType<typeof import('log-update').createLogUpdate>;

interface Running {
  readonly tally: Tally;
  readonly speed: Speed;
  readonly plan: Pick<Moment, 'objective' | 'epochs' | 'configurations' | 'isPlanExact'>;
  readonly timer: NodeJS.Timeout;
}

export function liveView(terminal: Terminal): SweepView {
  const { colours, stream } = terminal;
  let screen: Screen | null = null;
  let running: Running | null = null;
  let pausing: string | null = null;
  let shown = '';

  const columns = () => terminal.columns ?? 80;

  function draw(): void {
    if (running === null || screen === null || !takesText(stream)) return;
    const { tally, speed, plan } = running;
    const { completed, stopped, failed } = tally.trials;
    speed.note(performance.now(), tally.trained, completed + stopped + failed);
    const moment = { tally, speed, ...plan, pausing, now: Date.now() };
    const frame = frameLines(moment, columns(), colours).join('\n');
    if (frame === shown) return;
    shown = frame;
    screen(frame);
  }

  /** A narrower window has wrapped what stands there: begin anew below it. */
  function redraw(): void {
    screen?.clear();
    shown = '';
    draw();
  }

  /** Late: the first trials should not wait for a library that only draws. */
  async function openScreen(): Promise<void> {
    const { createLogUpdate } = await import('log-update');
    screen = createLogUpdate(stream);
    draw();
  }

  return {
    begin(sweep) {
      const { objective, name } = sweep.definition;
      const { rungs, epochs, scheduler } = sweep.plan;
      const configurations = plannedTrials(rungs);
      const { isPlanExact } = scheduler;
      const title = [
        { text: name, style: colours.bold },
        { text: `  ${sweepShown(sweep)}`, style: colours.dim },
      ];
      const outline = outlineLines(sweep).map((text) => [text]);
      for (const line of [title, ...outline]) terminal.write(`${lineText(line, columns() - 1)}\n`);
      running = {
        tally: sweepTally(objectivesOf(sweep.definition), rungs),
        speed: sweepSpeed(),
        plan: { objective, epochs, configurations, isPlanExact },
        timer: setInterval(draw, FRAME).unref(),
      };
      stream.on('resize', redraw);
      void openScreen();
    },
    listen(event) {
      running?.tally.hear(event);
    },
    note(text) {
      screen?.clear();
      terminal.write(`${text}\n`);
      shown = '';
      draw();
    },
    pausing(text = PAUSING_TEXT) {
      pausing = text;
      draw();
    },
    end() {
      if (running === null) return;
      clearInterval(running.timer);
      stream.off('resize', redraw);
      running = null;
      screen?.clear();
      screen?.done();
    },
  };
}
