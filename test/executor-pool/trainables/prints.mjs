import { trainableThat } from './honest-training.mjs';

export default trainableThat(() => {
  console.log('to stdout');
  process.stderr.write(Buffer.from('to stderr\n'));
});
