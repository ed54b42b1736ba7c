import { trainableThat } from './honest-training.mjs';

// (module (func (export "run") unreachable))
const bytes = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0],
  ...[7, 7, 1, 3, 114, 117, 110, 0, 0, 10, 5, 1, 3, 0, 0, 11],
);

export default trainableThat(() => {
  new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.run();
});
