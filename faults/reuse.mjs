// Nothing that is trained is trained again: a finished sweep run again, a longer one, one that shares half
// of its grid. Epochs are counted where they are trained, by training and number.

import { differences, recordOf } from './record.mjs';
import { definitionFile, grid } from './sweeps.mjs';
import { epochTally, trainedEpochs } from './workplace.mjs';

const halving = { type: 'successive_halving', eta: 3, min_epochs: 1 };

/** Without stoppers, so that no worker trains an epoch that does not count. */
const plain = {
  data: { generator: 'moons', samples: 300 },
  model: { hidden: [8] },
  stopping: [],
};

const longer = {
  full: { ...plain, method: 'random', trials: 6 },
  halved: { ...plain, method: 'random', trials: 27, schedule: halving },
};

export async function reuse(report, workplace) {
  for (const name of Object.keys(longer)) await extended(report, workplace, name);
  await shared(report, workplace);
}

async function extended(report, workplace, name) {
  const train = trainerOf(workplace);
  const results = workplace.place('extended');
  const short = await train(name, { ...longer[name], epochs: 27 }, results);
  const again = await train(name, { ...longer[name], epochs: 27 }, results);
  report.control(short.tally.trained > 0, `${name}: ${short.tally.trained} epochs at first`);
  report.expect(
    again.tally.trained === 0 && again.told.epochs.trained === 0,
    `${name}: run again, it trains nothing`,
    `${again.tally.trained} epochs`,
  );
  // The best of three: this machine has other work too.
  let { seconds } = again.told;
  for (let i = 0; i < 2 && seconds >= 1; i++) {
    const { told } = await train(name, { ...longer[name], epochs: 27 }, results);
    seconds = Math.min(seconds, told.seconds);
  }
  report.expect(seconds < 1, `${name}: run again, it takes less than a second`, `${seconds} s`);

  const more = await train(name, { ...longer[name], epochs: 81 }, results);
  const once = workplace.place('at-once');
  const direct = await train(name, { ...longer[name], epochs: 81 }, once);
  const missing = [...direct.epochs.keys()].filter((epoch) => !short.epochs.has(epoch)).sort();
  const trained = [...more.epochs.keys()].sort();
  report.expect(
    missing.join() === trained.join() && more.tally.twice === 0,
    `${name}: from 27 to 81 epochs it trains exactly the difference`,
    `${direct.tally.trained} at once; ${short.tally.trained} before, ${more.tally.trained} more`,
  );
  const { checkpoints: asked, ...expected } = recordOf(once, name);
  const { checkpoints: kept, ...found } = recordOf(results, name);
  const wrong = differences(expected, found);
  // The shorter sweep's ends and best epochs are kept too.
  const lines = new Set(kept.split('\n'));
  const missed = asked.split('\n').filter((line) => !lines.has(line));
  report.expect(
    wrong.length === 0 && missed.length === 0,
    `${name}: and has what a sweep has that was asked for at once`,
    [...wrong, ...missed].join('; '),
  );
}

async function shared(report, workplace) {
  const train = trainerOf(workplace);
  const results = workplace.place('shared');
  const sweep = (lr) => ({ ...grid, ...plain, parameters: { ...grid.parameters, lr } });
  const first = await train('first', sweep([0.001, 0.003, 0.01, 0.03]), results);
  const second = await train('second', sweep([0.01, 0.03, 0.1, 0.3]), results);
  const known = [...second.epochs.keys()].filter((epoch) => first.epochs.has(epoch));
  report.expect(
    second.tally.trained === first.tally.trained / 2 && known.length === 0,
    'a grid that shares its half trains the other half',
    `${second.tally.trained} of ${first.tally.trained} epochs`,
  );
  const alone = workplace.place('alone');
  await train('second', sweep([0.01, 0.03, 0.1, 0.3]), alone);
  const wrong = differences(recordOf(alone, 'second'), recordOf(results, 'second'));
  report.expect(wrong.length === 0, 'and has what it has alone', wrong.join('; '));
  const other = { ...sweep([0.001, 0.003, 0.01, 0.03]), seed: 8 };
  const third = await train('third', other, results);
  report.control(
    third.tally.trained === first.tally.trained,
    'under another seed nothing is shared',
    `${third.tally.trained} epochs`,
  );
}

function trainerOf(workplace) {
  return async (name, changes, results) => {
    const file = definitionFile(workplace, name, changes);
    const log = workplace.place('epochs');
    const words = ['run', file, '--results', results, '--workers', '2'];
    const told = await workplace.json(words, { epochs: log });
    return { told, epochs: trainedEpochs(log), tally: epochTally(log) };
  };
}
