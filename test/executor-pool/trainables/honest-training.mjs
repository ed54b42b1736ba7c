// What the trainables of this folder have in common: honest training, whose metrics are a function of
// (seed, epoch) alone, until an epoch at which the configuration asks for the file's misbehaviour.
//
//   configuration.misbehave  the epoch of the misbehaviour; 0: never
//   configuration.times      how often, over all attempts; after that it behaves
//   configuration.meet       in the first epoch wait until so many segments are there; 0: do not
//   configuration.gate       the epoch before which to wait until the test opens the gate; 0: none
//
// Words of shared memory in the setup, as in pool-under-test.ts.
const [MET, MISBEHAVED, GATE, OPENED, BEGUN, AT_GATE, EPOCHS, COPIES] = [0, 1, 2, 3, 4, 5, 6, 7];
const LONG = 20_000;

function meet(words, many) {
  Atomics.add(words, MET, 1);
  Atomics.notify(words, MET);
  for (let met = Atomics.load(words, MET); met < many; met = Atomics.load(words, MET)) {
    if (Atomics.wait(words, MET, met, LONG) === 'timed-out') {
      throw new Error(`expected ${many} segments to meet, found ${met}`);
    }
  }
}

function waitAtGate(words) {
  Atomics.store(words, AT_GATE, 1);
  Atomics.notify(words, AT_GATE);
  if (Atomics.wait(words, GATE, 0, LONG) === 'timed-out') throw new Error('the gate stayed shut');
}

/** @param misbehave called in the epoch that was asked for, may return a promise */
export function trainableThat(misbehave) {
  return {
    open({ words }) {
      Atomics.add(words, OPENED, 1);
      return { begin: (order) => beginTraining(order, words, misbehave) };
    },
  };
}

function beginTraining({ configuration, seed, state }, words, misbehave) {
  Atomics.add(words, BEGUN, 1);
  const { misbehave: when = 0, times = 9, meet: many = 0, gate = 0 } = configuration;
  let epoch = state?.epoch ?? 0;
  let step = state?.step ?? 0;
  let first = true;
  return {
    async epoch() {
      epoch++;
      step += 10;
      if (first && many > 0) meet(words, many);
      first = false;
      if (epoch === gate) waitAtGate(words);
      if (epoch === when && Atomics.add(words, MISBEHAVED, 1) < times) {
        const instead = await misbehave(words, configuration);
        if (instead !== undefined) return instead;
      }
      Atomics.add(words, EPOCHS, 1);
      return { train_loss: seed / epoch, val_loss: epoch === 13 ? Number.NaN : seed / epoch };
    },
    state() {
      Atomics.add(words, COPIES, 1);
      const data = Float32Array.of(epoch, seed, step);
      return { epoch, step, tensors: { '0.weight': { shape: [3, 1], data } } };
    },
  };
}
