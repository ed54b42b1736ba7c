import { trainableThat } from './honest-training.mjs';

export default trainableThat(() => {
  console.log('goodbye');
  process.exit(7);
});
