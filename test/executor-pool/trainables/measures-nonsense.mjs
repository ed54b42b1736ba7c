import { trainableThat } from './honest-training.mjs';

export default trainableThat(() => ({ train_loss: 'low' }));
