// What a network costs whoever uses it: figures of a configuration and its data alone, the same on every
// machine and after every epoch, so that they may decide. Nothing here is a measurement.

import type { Measure } from './measure.js';

export const costNames = ['parameters', 'bytes', 'prediction_time'] as const;

export type CostName = (typeof costNames)[number];

/** Floating-point operations of one nominal microsecond: 10 GFLOP/s. */
export const NOMINAL_OPERATIONS = 10_000;

const abouts: Readonly<Record<CostName, string>> = {
  parameters: 'Numbers that training changes: weights, biases, scales of norms, vectors of levels.',
  bytes:
    'What the model takes as 32-bit floats: its parameters, and the running means of its norms, without the head of a file.',
  prediction_time:
    'Nominal microseconds for one row: the arithmetic of a forward pass at 10 GFLOP/s, whatever the machine. It compares networks; it is no measurement.',
};

/** Metrics without a part, named as they are. */
export const costs: readonly (Measure & { readonly name: CostName })[] = Object.freeze(
  costNames.map((name) => ({
    name,
    goal: 'minimize' as const,
    tasks: ['classification', 'regression'] as const,
    usual: false,
    about: abouts[name],
  })),
);

export function isCost(metric: string): metric is CostName {
  return (costNames as readonly string[]).includes(metric);
}
