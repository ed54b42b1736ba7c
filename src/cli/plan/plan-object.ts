// `check --json`: the plan for other programs.

import type { DataSet } from '../../data/data-set.js';
import type { PlannedReuse } from '../reuse/planned-reuse.js';
import type { PlannedSweep, TimedEstimate } from './planned-sweep.js';

export function planObject(planned: PlannedSweep) {
  const { definition, warnings, plan, data, id, workers, memory, reuse, disk, estimate } = planned;
  const [{ parts, features, task }] = data as [DataSet];
  const { train, validation, test } = parts;
  return {
    sweep: id,
    name: definition.name,
    configurations: plan.configurations,
    given: plan.given,
    seeds: definition.seeds,
    folds: definition.folds,
    replicates: plan.replicates,
    rungs: plan.rungs,
    epochs: plan.epochs,
    exact: plan.scheduler.isPlanExact,
    slots: plan.order.kind === 'free' ? null : plan.order.slots,
    data: {
      rows: { train: train.rows, validation: validation.rows, test: test.rows },
      features: features.length,
      task: task.kind,
      classes: task.kind === 'classification' ? task.classes.length : null,
    },
    memory,
    workers,
    reuse: reuse === null ? null : reuseObject(reuse),
    disk,
    estimate: estimate === null ? null : estimateObject(estimate),
    warnings,
  };
}

function reuseObject({ known, counted, cut, open, isForeseen }: PlannedReuse) {
  return { epochs: isForeseen ? known : null, exact: isForeseen && !open && !cut, trials: counted };
}

function estimateObject({ seconds, from, to, endsAt, isAtMost, measured, fits }: TimedEstimate) {
  const [rounded, least, most] = [seconds, from, to].map((value) => Number(value.toFixed(2)));
  return {
    seconds: rounded,
    from: least,
    to: most,
    endsAt: new Date(endsAt).toISOString(),
    atMost: isAtMost,
    measured,
    fits:
      fits === null
        ? null
        : {
            seconds: Number(fits.seconds.toFixed(2)),
            epochs: fits.epochs,
            trials: fits.trials,
            share: Number(fits.share.toFixed(4)),
          },
  };
}
