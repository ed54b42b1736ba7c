// kill -9 at random instants, resumed on another number of workers each time, until the sweep is done:
// what it then has is what an uninterrupted run has, byte for byte, and little was trained twice.

import { cpSync } from 'node:fs';
import { differences, fingerprint, plantChange, recordOf } from './record.mjs';
import { randomNumbers } from './report.mjs';
import { definition, definitionFile, searches } from './sweeps.mjs';
import { epochTally } from './workplace.mjs';

/** Milliseconds of Node's own start, in which there is nothing to interrupt yet. */
const START = 150;

export async function kills(report, workplace, { short }) {
  const random = randomNumbers(9);
  const names = Object.keys(searches);
  const share = Math.ceil((short ? 12 : 200) / names.length);
  for (const name of names) await killedSweep(report, workplace, name, share, random);
}

async function killedSweep(report, workplace, name, share, random) {
  const file = definitionFile(workplace, name, searches[name]);
  const calm = workplace.place('calm');
  const { seconds } = await workplace.json(['run', file, '--results', calm, '--workers', '2']);
  const expected = recordOf(calm, name);
  const tally = { killed: 0, finished: 0, twice: 0, workers: 0, most: 0 };
  const wrong = [];
  while (tally.killed < share) {
    const results = workplace.place('killed');
    const epochs = workplace.place('epochs');
    await killUntilDone({ workplace, file, results, epochs, tally, share, seconds, random });
    wrong.push(...differences(expected, recordOf(results, name)));
    tally.twice += epochTally(epochs).twice;
    tally.finished++;
  }
  const bound = tally.workers * segmentEpochs(name);
  report.figure(
    `${name}: ${tally.killed} kills, ${tally.finished} sweeps resumed to their end, record ${fingerprint(expected)}`,
  );
  report.expect(
    wrong.length === 0,
    `${name}: all that is stored equals the uninterrupted run`,
    wrong.join('; '),
  );
  report.expect(
    tally.twice <= bound,
    `${name}: epochs trained twice are at most kills × workers × epochs between checkpoints`,
    `${tally.twice} of at most ${bound}`,
  );
  const changed = workplace.place('changed');
  cpSync(calm, changed, { recursive: true });
  plantChange(changed);
  const found = differences(expected, recordOf(changed, name));
  report.control(found.length > 0, `${name}: one bit of one stored metric is noticed`, found[0]);
}

/** Kills while there are kills left to spend, then lets it come to its end. */
async function killUntilDone({ workplace, file, results, epochs, tally, share, seconds, random }) {
  for (let begun = 0; ; begun++) {
    const workers = 1 + Math.floor(3 * random());
    const words = ['run', file, '--results', results, '--workers', String(workers), '--json'];
    const running = workplace.start(words, { epochs });
    // The last run of a sweep may go through; the others are cut somewhere in what is left to train.
    const delay = START + 1000 * random() * Math.max(0.3, 0.5 * seconds);
    const timer =
      tally.killed < share ? setTimeout(() => running.child.kill('SIGKILL'), delay) : null;
    const { code, signal, stderr } = await running.ended;
    clearTimeout(timer);
    if (signal === 'SIGKILL') {
      tally.killed++;
      tally.workers += workers;
      continue;
    }
    if (code !== 0) throw new Error(`run ${begun} ended with ${signal ?? code}: ${stderr}`);
    return;
  }
}

/** The most epochs that a training goes on for without a state that is kept. */
function segmentEpochs(name) {
  const { epochs, schedule, checkpoint_every: every } = definition(name, searches[name]);
  if (every === 0) return 1;
  return schedule === undefined ? epochs : epochs - epochs / schedule.eta;
}
