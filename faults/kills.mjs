// kill -9 at random instants, resumed on another number of workers each time, until the sweep is done:
// what it then has is what an uninterrupted run has, byte for byte, and little was trained twice.

import { cpSync, statSync } from 'node:fs';
import { differences, fingerprint, plantChange, recordOf } from './record.mjs';
import { randomNumbers } from './report.mjs';
import { definitionFile, searches } from './sweeps.mjs';
import { atOnce, epochTally, until } from './workplace.mjs';

/**
 * By name, with the milliseconds that each epoch takes longer: states are written while others train, and
 * what is on its way to the disk is lost with the process, so epochs are long beside the disk's latency.
 */
const kinds = {
  random: { pace: 50, ...searches.random },
  halving: { pace: 50, ...searches.halving },
  asha: { pace: 50, ...searches.asha },
  // Saves its state after each epoch, so that no more than that is lost.
  checkpointed: { pace: 250, method: 'random', trials: 5, epochs: 10, checkpoint_every: 0 },
};

export async function kills(report, workplace, { short }) {
  const random = randomNumbers(9);
  const names = Object.keys(kinds);
  const share = Math.ceil((short ? 12 : 200) / names.length);
  const jobs = names.map((name) => () => killedSweep(report, workplace, name, share, random));
  await atOnce(2, jobs);
}

async function killedSweep(report, workplace, name, share, random) {
  const { pace, ...changes } = kinds[name];
  const file = definitionFile(workplace, name, changes);
  const calm = workplace.place('calm');
  const { seconds } = await workplace.json(['run', file, '--results', calm, '--workers', '2'], {
    pace,
  });
  const expected = recordOf(calm, name);
  const tally = { killed: 0, training: 0, finished: 0, twice: 0, workers: 0 };
  const wrong = [];
  while (tally.killed < share) {
    const results = workplace.place('killed');
    const epochs = workplace.place('epochs');
    await killUntilDone({ workplace, file, results, epochs, pace, tally, share, seconds, random });
    wrong.push(...differences(expected, recordOf(results, name)));
    tally.twice += epochTally(epochs).twice;
    tally.finished++;
  }
  const bound = tally.workers * segmentEpochs(name);
  report.figure(
    `${name}: ${tally.killed} kills, ${tally.training} of them in training, ${tally.finished} sweeps resumed to their end; ${expected.decisions.split('\n').length} decisions; record ${fingerprint(expected)}`,
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
  report.control(tally.training >= share / 3, `${name}: kills do come while it trains`);
  const changed = workplace.place('changed');
  cpSync(calm, changed, { recursive: true });
  plantChange(changed);
  const found = differences(expected, recordOf(changed, name));
  report.control(found.length > 0, `${name}: one bit of one stored metric is noticed`, found[0]);
}

/** Kills while there are kills left to spend, then lets it come to its end. */
async function killUntilDone(how) {
  const { workplace, file, results, epochs, pace, tally, share, seconds, random } = how;
  for (;;) {
    const workers = 1 + Math.floor(3 * random());
    const words = ['run', file, '--results', results, '--workers', String(workers), '--json'];
    const before = sizeOf(epochs);
    const running = workplace.start(words, { epochs, pace });
    if (tally.killed < share) await killSoon(running, { epochs, before, seconds, random });
    const { code, signal, stderr } = await running.ended;
    if (signal === 'SIGKILL') {
      tally.killed++;
      tally.training += Number(sizeOf(epochs) > before);
      tally.workers += workers;
      continue;
    }
    if (code !== 0) throw new Error(`a run ended with ${signal ?? code}: ${stderr}`);
    return;
  }
}

/** One in four at any time from the start of the process, the others while it trains. */
async function killSoon({ child, ended }, { epochs, before, seconds, random }) {
  const anyTime = random() < 0.25;
  if (!anyTime) await until(() => sizeOf(epochs) > before || child.exitCode !== null, 'an epoch');
  const delay = random() * (anyTime ? 1000 : 500 * seconds);
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, delay))]);
  child.kill('SIGKILL');
}

const sizeOf = (file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** The most epochs that a training goes on for without a state that is kept. */
function segmentEpochs(name) {
  const { epochs, schedule, checkpoint_every: every } = kinds[name];
  // One that is done, and its state on the way to the disk; and one that is done since.
  if (every === 0) return 2;
  return schedule === undefined ? epochs : epochs - epochs / schedule.eta;
}
