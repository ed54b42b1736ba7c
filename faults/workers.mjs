// How many workers train, and whether that changes on the way, decides nothing; and waiting for logical
// turns costs little against taking results as they come (order: arrival).

import { differences, fingerprint, recordOf } from './record.mjs';
import { definitionFile, grid, searches } from './sweeps.mjs';
import { atOnce, epochTally, trainedEpochs, until } from './workplace.mjs';

/** Small networks: what decides is when things end, not how long they take. */
const small = { data: { generator: 'moons', samples: 400 }, model: { hidden: [16] } };

const kinds = { grid, ...searches };

export async function workers(report, workplace, { short }) {
  const jobs = Object.keys(kinds).map((name) => () => sameResult(report, workplace, name, short));
  await atOnce(2, jobs);
  await utilisation(report, workplace, short);
}

async function sameResult(report, workplace, name, short) {
  const file = definitionFile(workplace, name, { ...kinds[name], ...small });
  const records = new Map();
  for (const count of short ? [1, 4] : [1, 2, 4]) {
    const results = workplace.place('workers');
    await workplace.json(['run', file, '--results', results, '--workers', String(count)]);
    records.set(`${count} workers`, recordOf(results, name));
  }
  const { results, counts } = await changingWorkers(workplace, file);
  records.set(`workers ${counts.join(', ')} by turns`, recordOf(results, name));
  const [expected] = records.values();
  const wrong = [...records].flatMap(([how, record]) =>
    differences(expected, record).map((difference) => `${how}: ${difference}`),
  );
  report.expect(
    wrong.length === 0,
    `${name}: ${[...records.keys()].join('; ')}: one result, ${fingerprint(expected)}`,
    wrong.join('; '),
  );
  if (name !== 'grid') return;
  const other = workplace.place('other-seed');
  await workplace.json(['run', file, '--results', other, '--seed', '4']);
  const found = differences(expected, recordOf(other, name));
  report.control(found.length > 0, 'another seed is another result', found[0]);
}

/** Paused as by Ctrl-C after some epochs, and resumed with another number of workers, to the end. */
async function changingWorkers(workplace, file) {
  const results = workplace.place('changing');
  const counts = [];
  for (let turn = 0; ; turn++) {
    const count = [2, 1, 3, 4][turn % 4];
    counts.push(count);
    const epochs = workplace.place('epochs');
    const words = ['run', file, '--results', results, '--workers', String(count)];
    const running = workplace.start(words, { epochs, pace: 10 });
    let ended = false;
    void running.ended.then(() => {
      ended = true;
    });
    await until(() => ended || trainedEpochs(epochs).size >= 25, 'some epochs');
    running.child.kill('SIGINT');
    const { code, stderr } = await running.ended;
    if (code === 0) return { results, counts };
    if (code !== 3) throw new Error(`a sweep that was paused ended with ${code}: ${stderr}`);
  }
}

/** Epochs per second under logical order against order: arrival, in turns, and the best of each. */
async function utilisation(report, workplace, short) {
  const rounds = short ? 1 : 3;
  const work = {
    ...searches.asha,
    data: { generator: 'glyphs', samples: short ? 1200 : 3000 },
    trials: short ? 30 : 162,
    epochs: 27,
    stopping: [],
    parallelism: 16,
  };
  for (const count of short ? [2] : [2, 4]) {
    const best = { logical: 0, arrival: 0 };
    for (let round = 0; round < rounds; round++) {
      for (const order of ['logical', 'arrival']) {
        const rate = await epochsPerSecond(workplace, { ...work, order }, count);
        best[order] = Math.max(best[order], rate);
      }
    }
    const share = best.logical / best.arrival;
    const text = `${count} workers use ${(100 * share).toFixed(1)} % of what they do under order: arrival (${best.logical.toFixed(0)} and ${best.arrival.toFixed(0)} epochs/s)`;
    // A short run on a busy machine says little about time: it is a figure there, and a finding here.
    if (short) report.figure(text);
    else report.expect(share >= 0.95, text);
  }
}

async function epochsPerSecond(workplace, work, count) {
  const file = definitionFile(workplace, `work-${work.order}`, work);
  const results = workplace.place('work');
  const epochs = workplace.place('epochs');
  const words = ['run', file, '--results', results, '--workers', String(count)];
  const { seconds } = await workplace.json(words, { epochs });
  workplace.discard(results);
  return epochTally(epochs).trained / seconds;
}
