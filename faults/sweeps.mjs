// The sweeps that are run under faults: small networks on generated data, seconds of training each, with
// everything on that decides something on the way.

const base = {
  metric: { name: 'val_accuracy' },
  data: { generator: 'glyphs', samples: 1200, noise: 0.3 },
  model: { hidden: [32] },
  parameters: {
    lr: { distribution: 'log_uniform_values', min: 0.0003, max: 0.03 },
    optimizer: { values: ['adam', 'sgd'] },
    momentum: { values: [0, 0.9] },
    dropout: { min: 0.0, max: 0.3 },
  },
  stopping: [{ type: 'patience', patience: 3 }],
};

const halving = { type: 'successive_halving', eta: 3, min_epochs: 1 };
const asha = { type: 'asha', eta: 3, min_epochs: 1 };

/** By the name of what decides how far each trial is trained. */
export const searches = {
  random: { method: 'random', trials: 16, epochs: 12 },
  halving: { method: 'random', trials: 27, epochs: 9, schedule: halving },
  asha: { method: 'random', trials: 27, epochs: 9, schedule: asha, parallelism: 4 },
};

export const grid = {
  method: 'grid',
  epochs: 5,
  parameters: { lr: [0.001, 0.003, 0.01, 0.03], optimizer: ['adam', 'sgd'], dropout: [0, 0.2] },
};

export function definition(name, changes) {
  return { name, seed: 3, ...base, ...changes };
}

/** Writes it where the command reads it; JSON is a form of definitions. */
export function definitionFile(workplace, name, changes) {
  return workplace.write(`${name}.json`, JSON.stringify(definition(name, changes), null, 2));
}
