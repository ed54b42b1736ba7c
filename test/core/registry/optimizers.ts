// Optimizers, one row for each case. The oracles are torch's formulas for one weight, in double precision
// and with the engine's own powers; lion's is the paper's.

import type { Assignment, Configuration } from '../../../src/vocabulary/configuration.js';

/** A weight's value after each step, from the value before and the gradient. */
type WeightRule = (weight: number, gradient: number, step: number) => number;

/** Begins with nothing remembered. @param settings a canonical configuration */
type OptimizerOracle = (settings: Configuration) => WeightRule;

export interface OptimizerRow {
  readonly optimizer: string;
  /** Unique; where PyTorch's figures have the case, its name there. */
  readonly case: string;
  readonly settings: Assignment;
  readonly oracle: OptimizerOracle;
  /** Where the kernel has a loop of its own for this case. */
  readonly timed?: true;
}

type Numbers = Readonly<Record<string, number>>;

/** Settings whose numbers may be read without asking, as the oracles know which ones there are. */
function read(settings: Configuration) {
  return settings as unknown as Numbers & { readonly [flag: string]: unknown };
}

/** Gradients with torch's weight decay in them. */
function decayed(settings: Configuration, rule: WeightRule): WeightRule {
  const { weight_decay } = read(settings) as Numbers;
  return (w, g, step) => rule(w, g + weight_decay! * w, step);
}

const sgd: OptimizerOracle = (settings) => {
  const { lr, momentum, dampening } = read(settings) as Numbers;
  let velocity: number | null = null;
  return decayed(settings, (w, g) => {
    velocity = velocity === null ? g : momentum! * velocity + (1 - (dampening ?? 0)) * g;
    return w - lr! * (settings.nesterov === true ? g + momentum! * velocity : velocity);
  });
};

/** The step of Adam, without any weight decay. */
function adamStep(settings: Configuration): (g: number, step: number) => number {
  const { lr, beta1, beta2, eps } = read(settings) as Required<Numbers>;
  let [mean, square, largest] = [0, 0, 0];
  return (g, step) => {
    mean = beta1! * mean + (1 - beta1!) * g;
    square = beta2! * square + (1 - beta2!) * g * g;
    largest = Math.max(largest, square);
    const under = settings.amsgrad === true ? largest : square;
    const root = Math.sqrt(under) / Math.sqrt(1 - beta2! ** step) + eps!;
    return ((lr! / (1 - beta1! ** step)) * mean) / root;
  };
}

const adam: OptimizerOracle = (settings) => {
  const step = adamStep(settings);
  return decayed(settings, (w, g, t) => w - step(g, t));
};

const adamw: OptimizerOracle = (settings) => {
  const { lr, weight_decay } = read(settings) as Numbers;
  const step = adamStep(settings);
  return (w, g, t) => w * (1 - lr! * weight_decay!) - step(g, t);
};

const rmsprop: OptimizerOracle = (settings) => {
  const { lr, alpha, eps, momentum } = read(settings) as Numbers;
  let [square, mean, velocity] = [0, 0, 0];
  return decayed(settings, (w, g) => {
    square = alpha! * square + (1 - alpha!) * g * g;
    mean = alpha! * mean + (1 - alpha!) * g;
    const variance = settings.centered === true ? square - mean * mean : square;
    velocity = momentum! * velocity + g / (Math.sqrt(variance) + eps!);
    return w - lr! * velocity;
  });
};

const adagrad: OptimizerOracle = (settings) => {
  const { lr, lr_decay, eps } = read(settings) as Numbers;
  let sum = 0;
  return decayed(settings, (w, g, step) => {
    sum += g * g;
    return w - ((lr! / (1 + (step - 1) * lr_decay!)) * g) / (Math.sqrt(sum) + eps!);
  });
};

const adadelta: OptimizerOracle = (settings) => {
  const { lr, rho, eps } = read(settings) as Numbers;
  let [square, steps] = [0, 0];
  return decayed(settings, (w, g) => {
    square = rho! * square + (1 - rho!) * g * g;
    const delta = (Math.sqrt(steps + eps!) / Math.sqrt(square + eps!)) * g;
    steps = rho! * steps + (1 - rho!) * delta * delta;
    return w - lr! * delta;
  });
};

const adamax: OptimizerOracle = (settings) => {
  const { lr, beta1, beta2, eps } = read(settings) as Numbers;
  let [mean, infinity] = [0, 0];
  return decayed(settings, (w, g, step) => {
    mean = beta1! * mean + (1 - beta1!) * g;
    infinity = Math.max(beta2! * infinity, Math.abs(g) + eps!);
    return w - ((lr! / (1 - beta1! ** step)) * mean) / infinity;
  });
};

const nadam: OptimizerOracle = (settings) => {
  const { lr, beta1, beta2, eps, momentum_decay } = read(settings) as Numbers;
  let [mean, square, product] = [0, 0, 1];
  const mu = (step: number) => beta1! * (1 - 0.5 * 0.96 ** (step * momentum_decay!));
  return decayed(settings, (w, g, step) => {
    product *= mu(step);
    mean = beta1! * mean + (1 - beta1!) * g;
    square = beta2! * square + (1 - beta2!) * g * g;
    const root = Math.sqrt(square / (1 - beta2! ** step)) + eps!;
    const alongGradient = (lr! * (1 - mu(step)) * g) / (1 - product);
    const alongMean = (lr! * mu(step + 1) * mean) / (1 - product * mu(step + 1));
    return w - (alongGradient + alongMean) / root;
  });
};

const radam: OptimizerOracle = (settings) => {
  const { lr, beta1, beta2, eps } = read(settings) as Numbers;
  let [mean, square] = [0, 0];
  return decayed(settings, (w, g, step) => {
    mean = beta1! * mean + (1 - beta1!) * g;
    square = beta2! * square + (1 - beta2!) * g * g;
    const corrected = mean / (1 - beta1! ** step);
    const correction = 1 - beta2! ** step;
    const limit = 2 / (1 - beta2!) - 1;
    const rho = limit - (2 * step * beta2! ** step) / correction;
    if (rho <= 5) return w - lr! * corrected;
    const share = ((rho - 4) * (rho - 2) * limit) / ((limit - 4) * (limit - 2) * rho);
    return w - (lr! * corrected * Math.sqrt(share * correction)) / (Math.sqrt(square) + eps!);
  });
};

const lion: OptimizerOracle = (settings) => {
  const { lr, beta1, beta2, weight_decay } = read(settings) as Numbers;
  let mean = 0;
  return (w, g) => {
    const direction = Math.sign(beta1! * mean + (1 - beta1!) * g);
    mean = beta2! * mean + (1 - beta2!) * g;
    return w - lr! * (direction + weight_decay! * w);
  };
};

const oracles = { sgd, adam, adamw, rmsprop, adagrad, adadelta, adamax, nadam, radam, lion };

/** The optimizer is the first word of the case. */
function row(name: string, settings: Assignment = {}): OptimizerRow {
  const optimizer = name.split('_')[0] as keyof typeof oracles;
  return { optimizer, case: name, settings, oracle: oracles[optimizer] };
}

/** A case in which the kernel does something that it does in no row before. */
function timedRow(name: string, settings: Assignment = {}): OptimizerRow {
  return { ...row(name, settings), timed: true };
}

export const optimizerRows: readonly OptimizerRow[] = [
  timedRow('sgd', { lr: 0.1 }),
  row('sgd_weight_decay', { lr: 0.1, weight_decay: 0.05 }),
  timedRow('sgd_momentum', { lr: 0.1, momentum: 0.9 }),
  row('sgd_momentum_dampening', { lr: 0.1, momentum: 0.9, dampening: 0.3 }),
  timedRow('sgd_nesterov', { lr: 0.1, momentum: 0.9, nesterov: true }),
  timedRow('adam'),
  row('adam_betas', { lr: 0.01, beta1: 0.8, beta2: 0.95, eps: 1e-6 }),
  row('adam_without_memory', { lr: 0.01, beta1: 0, beta2: 0 }),
  row('adam_weight_decay', { weight_decay: 0.1 }),
  timedRow('adam_amsgrad', { lr: 0.01, amsgrad: true, beta2: 0.9 }),
  row('adamw'),
  timedRow('adamw_weight_decay', { lr: 0.01, weight_decay: 0.5 }),
  row('adamw_amsgrad', { lr: 0.01, amsgrad: true, beta2: 0.9 }),
  timedRow('rmsprop'),
  timedRow('rmsprop_momentum', { alpha: 0.9, momentum: 0.5 }),
  timedRow('rmsprop_centered', { centered: true }),
  timedRow('rmsprop_centered_momentum', {
    centered: true,
    momentum: 0.9,
    weight_decay: 0.1,
  }),
  timedRow('adagrad'),
  row('adagrad_lr_decay', { lr: 0.05, lr_decay: 0.2, weight_decay: 0.1 }),
  timedRow('adadelta'),
  row('adadelta_rho', { rho: 0.7, eps: 1e-4, weight_decay: 0.1 }),
  timedRow('adamax', { lr: 0.02 }),
  row('adamax_beta2', { beta2: 0.6, weight_decay: 0.1 }),
  timedRow('nadam', { lr: 0.01 }),
  row('nadam_momentum_decay', { momentum_decay: 0.5, weight_decay: 0.1 }),
  timedRow('radam', { lr: 0.01 }),
  row('radam_never_adaptive', { lr: 0.01, beta2: 0.5, weight_decay: 0.1 }),
  timedRow('lion', { lr: 0.01 }),
  row('lion_weight_decay', { lr: 0.01, weight_decay: 0.3 }),
];
