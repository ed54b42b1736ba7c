import { trainableThat } from './honest-training.mjs';

export default trainableThat(() => {
  for (;;);
});
