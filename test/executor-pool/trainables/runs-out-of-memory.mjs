import { trainableThat } from './honest-training.mjs';

export default trainableThat(() => {
  const hoard = [];
  for (;;) hoard.push({ more: [hoard.length] });
});
