// What the state of a training consists of, before there is one: for whoever has to know how much room it
// takes.

import { learningRate } from '../../core/learning-rate/learning-rate.js';
import { planSession } from '../../core/session-plan.js';
import type { DataSet } from '../../data/data-set.js';
import type { Configuration } from '../../vocabulary/configuration.js';
import { sessionSpec } from './network-session.js';

export interface StateShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Names and shapes of the tensors of `TrainingState`. @param settings a canonical configuration */
export function stateShapes(data: DataSet, settings: Configuration): readonly StateShape[] {
  // Without its programs: they have no part in a state, and take the longest to lay out.
  const spec = { ...sessionSpec(data, settings, 0), trainRows: [], evaluateRows: [] };
  const { layout, bufferLayout, moments } = planSession(spec, 0);
  const schedule = learningRate(settings, { epochs: 1, stepsPerEpoch: 1 }).save();
  return [
    ...layout.slots,
    ...bufferLayout.slots,
    ...moments.flatMap((moment) =>
      layout.slots.map(({ name, shape }) => ({ name: `optimizer.${moment.name}.${name}`, shape })),
    ),
    ...Object.entries(schedule).map(([name, { shape }]) => ({ name, shape })),
  ].map(({ name, shape }) => ({ name, shape }));
}
