import { trainableThat } from './honest-training.mjs';

const honest = trainableThat(() => {});

export default {
  async open(setup) {
    const trainer = await honest.open(setup);
    return {
      begin(order) {
        const training = trainer.begin(order);
        return { epoch: () => training.epoch(), state: () => ({ ...training.state(), epoch: 0 }) };
      },
    };
  },
};
