// `npm run faults`: what can go wrong in a night, done on purpose, with the figures. Give names to do some
// of it only, and --short for the form that every change must pass. Each check has a control.

import { accidents } from './accidents/accidents.mjs';
import { crashPoints } from './crash-points.mjs';
import { kills } from './kills.mjs';
import { powerLoss } from './power/power-loss.mjs';
import { Report } from './report.mjs';
import { reuse } from './reuse.mjs';
import { soak } from './soak/soak.mjs';
import { verify } from './verify.mjs';
import { workers } from './workers.mjs';
import { Workplace } from './workplace.mjs';

const checks = {
  kills: ['kill -9 at random instants', kills],
  'crash-points': ['killed at every write and every sync', crashPoints],
  'power-loss': ['power cuts, rebuilt from the log of writes', powerLoss],
  workers: ['one result on any number of workers', workers],
  reuse: ['nothing is trained again', reuse],
  accidents: ['accidents of disks, processes, threads and files', accidents],
  verify: ['verify finds what was changed', verify],
  soak: ['many trials, and somebody who looks', soak],
};

const words = process.argv.slice(2);
const short = words.includes('--short');
const wanted = words.filter((word) => word !== '--short');
const unknown = wanted.filter((word) => checks[word] === undefined);
if (unknown.length > 0) {
  console.error(
    `expected names of checks (${Object.keys(checks).join(', ')}) and --short, found ${unknown.join(', ')}`,
  );
  process.exit(2);
}

/** Where the check at hand works. */
let workplace = null;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    workplace?.remove();
    process.exit(1);
  });
}

const tally = { passed: 0, failed: 0 };
for (const [name, [title, check]] of Object.entries(checks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const report = new Report();
  workplace = new Workplace();
  const begin = performance.now();
  report.title(`${name}: ${title}`);
  try {
    await check(report, workplace, { short });
  } catch (error) {
    report.broke(error);
  } finally {
    workplace.remove();
  }
  const { passed, findings } = report.conclude();
  report.figure(`${findings} findings in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  tally[passed ? 'passed' : 'failed']++;
}
console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed > 0 ? 1 : 0;
