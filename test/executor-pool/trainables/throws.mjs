import { trainableThat } from './honest-training.mjs';

export default trainableThat(() => {
  throw new Error('the loss function is missing\nsecond line', { cause: new Error('deep down') });
});
