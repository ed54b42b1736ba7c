// Whole training steps of perceptrons: forward, loss, backward, Adam, dropout 0.2. Useful arithmetic is
// what Operation.arithmetic counts (products, bias sums, activations, loss, the optimizer; the first
// layer has no input gradient, and random numbers and the insides of exp do not count).

import { softmaxCrossEntropy } from '../dist/core/graph/operations/softmax-cross-entropy.js';
import { Engine } from '../dist/core/kernels/engine.js';
import { loadKernels } from '../dist/core/kernels/kernels.js';
import { mlp } from '../dist/core/models/mlp.js';
import { adam } from '../dist/core/optimizers/adam.js';
import { Session } from '../dist/core/session.js';
import { gigaflops, microseconds, percent, title } from './measure.mjs';

/**
 * Aims of the share of the limit; and the time of PyTorch 2.13 (eager, one thread, the same step) in
 * microseconds, recorded on the machine whose limit was 48 GFLOP/s.
 */
const cases = [
  { sides: [64, 64, 10], batch: 32, aim: 0.55, torch: 390 },
  { sides: [64, 128, 128, 10], batch: 64, aim: 0.7, torch: 750 },
  { sides: [784, 128, 10], batch: 64, aim: 0.75, torch: 850 },
  { sides: [784, 256, 256, 10], batch: 128, aim: 0.8, torch: 3710 },
];

const rules = { beta1: 0.9, beta2: 0.999, eps: 1e-8, weight_decay: 0 };

/** What a norm in front of each activation may add to a step. */
const NORM_AIM = 0.15;

function open(engine, { sides, batch }, norm = 'none') {
  const settings = { ...rules, hidden: sides.slice(1, -1), activation: 'relu', norm, dropout: 0.2 };
  const session = new Session(engine, {
    model: mlp,
    spec: { inputs: sides[0], categories: [], image: null, outputs: sides.at(-1), settings },
    loss: (graph, outputs, targets) => graph.apply(softmaxCrossEntropy, [outputs, targets]),
    targets: 'labels',
    optimizer: adam,
    seed: 1,
    trainRows: [batch],
    evaluateRows: [batch],
  });
  const program = session.program('train', batch);
  for (let i = 0; i < batch * sides[0]; i++)
    engine.floats[program.x + i] = ((i * 7919) % 101) / 50 - 1;
  for (let i = 0; i < batch; i++) engine.floats[program.targets + i] = i % 10;
  return { session, program };
}

/** Microseconds of a step, and its program. */
function timeStep(engine, each, norm) {
  const { session, program } = open(engine, each, norm);
  let step = 0;
  const us = microseconds(() => {
    session.prepareStep(++step, 1e-3);
    program.run();
  });
  return { us, program };
}

function benchNorms(engine) {
  title('What norms add to a training step');
  console.log(
    'network                  batch    none   batch_norm            layer_norm              aim',
  );
  for (const each of cases.filter(({ sides }) => sides.length > 3)) {
    const { us: plain } = timeStep(engine, each, 'none');
    const cells = ['batch_norm', 'layer_norm'].map((norm) => {
      const { us } = timeStep(engine, each, norm);
      const added = percent(us / plain - 1).trim();
      return `${us.toFixed(0).padStart(6)} µs (${added})`.padEnd(20);
    });
    console.log(
      `${each.sides.join('-').padEnd(22)} ${String(each.batch).padStart(7)} ${plain.toFixed(0).padStart(5)} µs ${cells.join('  ')} ${percent(NORM_AIM)}`,
    );
  }
}

export function benchTrainingSteps(limit) {
  const engine = new Engine(loadKernels().module);
  title('Whole training steps (forward, backward, Adam, dropout 0.2)');
  console.log(
    'network                  batch      step    useful rate    share     aim   PyTorch 2.13, recorded',
  );
  for (const each of cases) {
    const { us, program } = timeStep(engine, each, 'none');
    const rate = gigaflops(program.arithmetic, us);
    console.log(
      `${each.sides.join('-').padEnd(22)} ${String(each.batch).padStart(7)} ${us.toFixed(0).padStart(6)} µs ${rate.toFixed(1).padStart(7)} GFLOP/s  ${percent(rate / limit)}  ${percent(each.aim)}   ${each.torch} µs`,
    );
  }
  benchNorms(engine);
}
