import { trainableThat } from './honest-training.mjs';

// Neither printable nor cloneable.
export default trainableThat(() => {
  const error = new Error();
  Object.defineProperty(error, 'message', {
    get() {
      throw new Error('no');
    },
  });
  error.clone = () => {};
  throw error;
});
