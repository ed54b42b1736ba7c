import { trainableThat } from './honest-training.mjs';

export default trainableThat(() => {
  setImmediate(() => {
    throw new Error('out of the blue');
  });
  return new Promise(() => {});
});
