// Threads that run out of memory, trap, exit or hang: once is forgiven, and twice costs the trial, whose
// row says why; all other trials are as in a sweep without accidents.

import { fileURLToPath } from 'node:url';
import { openDatabase, recordOf } from '../record.mjs';

const driver = fileURLToPath(new URL('./threads-driver.mjs', import.meta.url));

const kinds = {
  'runs-out-of-memory': /memory limit/,
  'traps-out-of-bounds': /trapped: memory access out of bounds/,
  exits: /exited with code 7/,
  spins: /not trained within 1 s/,
  'never-settles': /not trained within 1 s/,
};

export const threads = Object.entries(kinds).map(
  ([name, reason]) =>
    (report, _, workplace) =>
      accidentOf(report, workplace, name, reason),
);

/** One for all of them. */
let calmSweep = null;

async function accidentOf(report, workplace, name, reason) {
  calmSweep ??= sweep(workplace, 'honest', 0);
  const calm = await calmSweep;
  const forgiven = await sweep(workplace, name, 1);
  const failed = await sweep(workplace, name, 99);
  report.expect(
    forgiven.outcome.trials.completed === 8 && forgiven.curves === calm.curves,
    `a thread that ${name} once: every trial is completed, with the same curves`,
    JSON.stringify(forgiven.outcome.trials),
  );
  const { completed, failed: lost } = failed.outcome.trials;
  const others = (curves) =>
    curves
      .split('\n')
      .filter((line) => !line.startsWith('3\t'))
      .join('\n');
  report.expect(
    completed === 7 && lost === 1 && others(failed.curves) === others(calm.curves),
    `a thread that ${name} again: one trial fails, the others are as they are`,
    JSON.stringify(failed.outcome.trials),
  );
  report.expect(
    reason.test(failed.reason),
    `a thread that ${name}: the trial says why`,
    failed.reason,
  );
  report.control(failed.curves !== calm.curves, `a thread that ${name}: it happened`);
}

async function sweep(workplace, name, times) {
  const results = workplace.place('threads');
  const { code, stdout, stderr } = await workplace.run([results, name, String(times)], {
    entry: driver,
  });
  if (code !== 0) throw new Error(`${name}: the driver ended with ${code}: ${stderr}`);
  const database = openDatabase(results, { readonly: true });
  const reason = database.prepare('SELECT reason FROM trials WHERE trial = 3').pluck().get();
  database.close();
  return { outcome: JSON.parse(stdout), reason, curves: recordOf(results, 'threads').curves };
}
