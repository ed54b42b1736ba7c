import { trainableThat } from './honest-training.mjs';

// (module (func (export "run") unreachable))
const trap = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0],
  ...[7, 7, 1, 3, 114, 117, 110, 0, 0, 10, 5, 1, 3, 0, 0, 11],
);

const accidents = {
  none() {},
  memory() {
    const hoard = [];
    for (;;) hoard.push({ more: [hoard.length] });
  },
  trap: () => new WebAssembly.Instance(new WebAssembly.Module(trap)).exports.run(),
  exit: () => process.exit(9),
  hang() {
    for (;;);
  },
};

// The one that the configuration asks for, in every attempt.
export default trainableThat((_, { accident }) => accidents[accident]());
