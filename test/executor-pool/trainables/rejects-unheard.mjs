import { trainableThat } from './honest-training.mjs';

// The epoch goes well; a promise that nobody waits for does not.
export default trainableThat(() => {
  Promise.reject(new Error('nobody listens'));
});
