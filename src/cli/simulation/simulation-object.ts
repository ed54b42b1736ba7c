// A simulation as other programs read it.

import { jsonNumber } from '../../leaderboard/trial-object.js';
import type { ChoiceResult, Found } from './choice-result.js';
import type { Simulation } from './simulate-sweep.js';
import { choiceWords } from './simulation-view.js';

export function simulationObject(simulation: Simulation, milliseconds: number) {
  const { sweep, definition, winner, results, unfinished, failed, finished, notes } = simulation;
  return {
    sweep: sweep.id,
    name: sweep.name,
    metric: sweep.objective.name,
    goal: sweep.objective.goal,
    trials: sweep.trialsInAll,
    failed,
    epochs: definition.epochs,
    winner: foundObject(winner),
    choices: results.map((result) => choiceObject(result, sweep.epochsTrained)),
    unfinished,
    finished:
      finished === null
        ? null
        : {
            outcome: finished.outcome,
            reason: finished.reason,
            epochs: finished.trained,
            failed: finished.failed,
          },
    notes,
    seconds: Math.round(milliseconds) / 1000,
  };
}

function choiceObject(result: ChoiceResult, trained: number) {
  const { isOwn, epochs, stopped, keepsWinner, best, regret, certainty, unknown } = result;
  return {
    own: isOwn,
    ...choiceWords(result.definition),
    epochs,
    share: epochs / trained,
    saved: trained - epochs,
    stopped,
    keeps_winner: keepsWinner,
    best: best === null ? null : foundObject(best),
    regret: regret === null ? null : jsonNumber(regret),
    certainty,
    unknown,
  };
}

function foundObject({ trial, value, epoch }: Found) {
  return { trial, value: jsonNumber(value), epoch };
}
