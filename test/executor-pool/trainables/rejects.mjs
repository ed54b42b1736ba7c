import { trainableThat } from './honest-training.mjs';

export default trainableThat(async () => {
  await new Promise((turn) => setImmediate(turn));
  throw new TypeError('rejected after a while');
});
