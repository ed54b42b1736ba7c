// Tensors that cannot simply be moved: two share one buffer, one is a window of a WebAssembly memory.
const memory = new WebAssembly.Memory({ initial: 1 });
const window = new Float32Array(memory.buffer, 64, 2);

export default {
  open: () => ({
    begin({ state }) {
      let epoch = state?.epoch ?? 0;
      const metrics = { train_loss: 0 };
      return {
        epoch() {
          epoch++;
          window.set([epoch, 10 * epoch]);
          metrics.train_loss = 1 / epoch;
          return metrics;
        },
        state() {
          const data = Float32Array.of(5, 6);
          const one = { shape: [2], data };
          const other = { shape: [1, 2], data };
          return {
            epoch,
            step: epoch,
            tensors: { window: { shape: [2], data: window }, one, other },
          };
        },
      };
    },
  }),
};
