import { trainableThat } from './honest-training.mjs';

export default trainableThat(() => {
  throw 'only a text';
});
