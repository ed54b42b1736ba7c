import { trainableThat } from './honest-training.mjs';

// (module (memory 1) (func (export "run") (drop (i32.load (i32.const 65536)))))
const bytes = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 5, 3, 1, 0, 1],
  ...[7, 7, 1, 3, 114, 117, 110, 0, 0, 10, 12, 1, 10, 0, 65, 128, 128, 4, 40, 2, 0, 26, 11],
);

export default trainableThat(() => {
  new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.run();
});
