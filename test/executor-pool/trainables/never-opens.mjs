import { trainableThat } from './honest-training.mjs';

// The first two times, that is.
const honest = trainableThat(() => {});
const MISBEHAVED = 1;

export default {
  open(setup) {
    if (Atomics.add(setup.words, MISBEHAVED, 1) < setup.times) return new Promise(() => {});
    return honest.open(setup);
  },
};
