// Hyperband (Li et al. 2018, Algorithm 1): brackets of successive halving, from many configurations that
// are trained a little to a few that are trained to the end. A bracket decides by its own results only,
// and trials are numbered over brackets in order, so what becomes of each does not depend on arrival.

import type { TrialFate } from '../vocabulary/trial.js';
import { type LadderOptions, requireLadder } from './halving-ladder.js';
import { bracketOfTrial, hyperbandBrackets, hyperbandPlan } from './hyperband-brackets.js';
import type { PlannedRung, Report, Scheduler, Settlement, Step } from './scheduler.js';
import { successiveHalvingScheduler } from './successive-halving.js';

/** A bracket under way; its trials are numbered from `first` on. */
interface LiveBracket {
  /** Over all repetitions, from 0. */
  readonly number: number;
  readonly first: number;
  readonly halving: Scheduler;
}

/**
 * A later bracket begins as soon as an earlier one has nothing to hand out but waits for a rung: nobody is
 * idle. What is handed out next therefore depends on what has arrived, and the logical clock orders it.
 *
 * @param options `trials` of null: brackets are repeated for as many as the sampler has
 * @throws {Slip} where eta is not a whole number of at least 2, or min_epochs not one of at least 1
 */
export function hyperbandScheduler(options: LadderOptions): Scheduler {
  requireLadder(options);
  const { eta, epochs, objective } = options;
  const brackets = hyperbandBrackets(options);
  let count = options.trials ?? Number.POSITIVE_INFINITY;
  let started = 0;
  let opened = 0;
  /** Those with something left to do, the earliest first. */
  let live: readonly LiveBracket[] = [];

  function open(): LiveBracket {
    const { trials, rungs } = brackets[opened % brackets.length]!;
    const halving = successiveHalvingScheduler({
      trials: Math.min(trials, count - started),
      minEpochs: rungs[0]!,
      epochs,
      eta,
      objective,
    });
    const bracket = { number: opened++, first: started, halving };
    live = [...live, bracket];
    return bracket;
  }

  function stepOf({ first, halving }: LiveBracket): Step {
    const step = halving.next();
    switch (step.kind) {
      case 'start':
        started++;
        return { ...step, trial: first + step.trial };
      case 'continue':
        return { ...step, trial: first + step.trial };
      case 'wait':
      case 'done':
        return step;
    }
  }

  function liveBracketOf(trial: number): LiveBracket {
    const bracket = live.findLast(({ first }) => first <= trial);
    if (bracket === undefined) {
      throw new Error(`a report of trial ${trial}, which the scheduler does not wait for`);
    }
    return bracket;
  }

  /** As the bracket settles them, with its number. */
  function told(bracket: LiveBracket, settled: readonly Settlement[]): readonly Settlement[] {
    return settled.map(({ trial, fate }) => ({
      trial: bracket.first + trial,
      fate: fateIn(bracket.number, fate),
    }));
  }

  return {
    isAdaptive: true,
    isPlanExact: true,
    bracketOf: (trial) => bracketOfTrial(brackets, trial),
    get plan(): readonly PlannedRung[] {
      return hyperbandPlan(brackets, count, eta);
    },
    next(): Step {
      let isWaiting = false;
      for (const bracket of live) {
        const step = stepOf(bracket);
        if (step.kind === 'done') live = live.filter((other) => other !== bracket);
        else if (step.kind !== 'wait') return step;
        else isWaiting = true;
      }
      if (started < count) return stepOf(open());
      return { kind: isWaiting ? 'wait' : 'done' };
    },
    report(report: Report): readonly Settlement[] {
      const bracket = liveBracketOf(report.trial);
      const own = { ...report, trial: report.trial - bracket.first };
      return told(bracket, bracket.halving.report(own));
    },
    exhausted(): readonly Settlement[] {
      count = --started;
      const bracket = liveBracketOf(started);
      return told(bracket, bracket.halving.exhausted());
    },
  };
}

function fateIn(number: number, fate: TrialFate): TrialFate {
  if (fate.state === 'completed') return fate;
  const { text, facts } = fate.reason;
  const reason = Object.freeze({
    rule: 'hyperband',
    text: `bracket ${number + 1}: ${text}`,
    facts: Object.freeze({ bracket: number + 1, ...facts }),
  });
  return Object.freeze({ ...fate, reason });
}
