// Required by every thread of a process under test: each epoch that the network trains is a line of the
// file FAULTS_EPOCHS at the moment when it is done, also when the process is killed right after. So what
// is trained twice is counted where it happens, and not where it is told. FAULTS_PACE holds each epoch up
// by so many milliseconds: a sweep that lasts long enough for an accident, and needs no processor for it.

const { createHash } = require('node:crypto');
const { appendFileSync } = require('node:fs');
const { join } = require('node:path');
const { isMainThread } = require('node:worker_threads');

const entry = join(__dirname, '../dist/trainables/network/network-trainable.js');

function logged(training, order) {
  const { configuration, seed, fold, state } = order;
  const what = JSON.stringify([configuration, seed, fold]);
  const name = createHash('sha256').update(what).digest('hex').slice(0, 16);
  let epoch = state?.epoch ?? 0;
  return new Proxy(training, {
    get(target, key) {
      if (key !== 'epoch') return Reflect.get(target, key, target);
      return async () => {
        const metrics = await target.epoch();
        epoch++;
        const { FAULTS_EPOCHS, FAULTS_PACE } = process.env;
        if (FAULTS_EPOCHS) appendFileSync(FAULTS_EPOCHS, `${name} ${epoch}\n`);
        if (FAULTS_PACE) await new Promise((resolve) => setTimeout(resolve, Number(FAULTS_PACE)));
        return metrics;
      };
    },
  });
}

if (!isMainThread) {
  // Before the first segment comes: a thread opens its trainable only when the data are loaded.
  void import(entry).then(({ default: trainable }) => {
    const open = trainable.open.bind(trainable);
    trainable.open = async (setup) => {
      const trainer = await open(setup);
      const begin = trainer.begin.bind(trainer);
      return { ...trainer, begin: async (order) => logged(await begin(order), order) };
    };
  });
}
