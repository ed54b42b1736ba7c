import { scriptedExecutor } from '../../../src/executor/scripted/scripted-executor.js';
import type { Configuration } from '../../../src/vocabulary/configuration.js';
import { executorContract } from './executor-contract.js';

function curve(configuration: Configuration, epoch: number) {
  if (configuration.failsAt === epoch) throw new Error(`the script fails at epoch ${epoch}`);
  return { train_loss: 1 / epoch };
}
const checkpoint = () => true;
const healthy = { lr: 0.1 };
const failing = { lr: 0.1, failsAt: 3 };

executorContract('scripted', (capacity) => {
  return { executor: scriptedExecutor({ capacity, curve, checkpoint }), healthy, failing };
});
executorContract('scripted, shuffled', (capacity) => {
  return {
    executor: scriptedExecutor({ capacity, curve, checkpoint, shuffle: 11 }),
    healthy,
    failing,
  };
});
