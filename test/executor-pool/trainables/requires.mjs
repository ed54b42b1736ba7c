// Says, by throwing on opening, what became of a `require` of an ES module in its thread.

import { createRequire } from 'node:module';

export default {
  open() {
    try {
      createRequire(import.meta.url)('./honest.mjs');
    } catch ({ code }) {
      throw new Error(code);
    }
    throw new Error('it was required');
  },
};
