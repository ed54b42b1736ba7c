// `npm run bench`: every figure that the project states, in one run, each beside its baseline. Give
// names to run some of them only: limit products convolutions kernels steps sweeps trials start
// schedules search search-cost estimate, and search-gp, which takes long and runs only by name.
// `--pictures FOLDER` writes pictures for docs there; `--peers FILE` sets searches beside those of another
// program (bench/peers).

import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchConvolutions } from './convolutions.mjs';
import { benchEstimate } from './estimate.mjs';
import { benchKernels } from './kernels.mjs';
import { multiplyAddLimit } from './multiply-add-limit.mjs';
import { benchProducts } from './products.mjs';
import { benchSchedules } from './schedules.mjs';
import { benchSearchCost } from './search-cost.mjs';
import { benchSearchFunctions } from './search-functions.mjs';
import { benchStart } from './start.mjs';
import { benchSweepSpeed } from './sweep-speed.mjs';
import { benchTrainingSteps } from './training-step.mjs';
import { benchTrialThroughput } from './trial-throughput.mjs';

const {
  values: { pictures, peers },
  positionals: wanted,
} = parseArgs({
  allowPositionals: true,
  options: { pictures: { type: 'string' }, peers: { type: 'string' } },
});
const runs = (name) => wanted.length === 0 || wanted.includes(name);

console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`,
);
const limit = multiplyAddLimit();
if (runs('products')) benchProducts(limit);
if (runs('convolutions')) benchConvolutions(limit);
if (runs('kernels')) benchKernels();
if (runs('steps')) benchTrainingSteps(limit);
if (runs('sweeps')) await benchSweepSpeed();
if (runs('trials')) await benchTrialThroughput();
if (runs('start')) await benchStart();
if (runs('schedules')) await benchSchedules(pictures);
if (runs('search-cost')) benchSearchCost();
if (runs('search')) benchSearchFunctions(peers);
if (runs('estimate')) await benchEstimate();
if (wanted.includes('search-gp')) benchSearchFunctions(peers, true);
