import { execFileSync } from 'node:child_process';
import { trainableThat } from './honest-training.mjs';

// Waits in native code, which a thread that is killed finishes first.
export default trainableThat(() => {
  execFileSync(process.execPath, ['--eval', 'setTimeout(() => {}, 1000)']);
});
