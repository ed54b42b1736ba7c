// Checkpoints that are torn, flipped, empty, missing, or another state under the name: seen by their hash,
// and the one before is used, so a sweep that goes on from there has what it has otherwise.

import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { differences, recordOf } from '../record.mjs';
import { definitionFile } from '../sweeps.mjs';
import { epochTally } from '../workplace.mjs';

const damages = {
  torn: (file) => truncateSync(file, 200),
  flipped(file) {
    const content = readFileSync(file);
    content[content.length - 3] ^= 1;
    writeFileSync(file, content);
  },
  empty: (file) => truncateSync(file, 0),
  missing: (file) => rmSync(file),
  'another state’s': (file, other) => writeFileSync(file, readFileSync(other)),
};

const changes = {
  method: 'random',
  trials: 9,
  data: { generator: 'moons', samples: 300 },
  model: { hidden: [8] },
  schedule: { type: 'successive_halving', eta: 3, min_epochs: 1 },
  stopping: [],
};

export const checkpoints = [damagedCheckpoints];

async function damagedCheckpoints(report, _, workplace) {
  const short = definitionFile(workplace, 'short', { ...changes, name: 'states', epochs: 9 });
  const long = definitionFile(workplace, 'long', { ...changes, name: 'states', epochs: 27 });
  const train = async (file, results, epochs) =>
    await workplace.json(['run', file, '--results', results, '--workers', '2'], { epochs });
  const calm = workplace.place('calm');
  await train(short, calm);
  const log = workplace.place('epochs');
  await train(long, calm, log);
  const expected = recordOf(calm, 'states');
  const { trained } = epochTally(log);
  for (const [what, damage] of Object.entries(damages)) {
    const results = workplace.place('damaged');
    await train(short, results);
    const files = filesIn(results);
    for (const [i, file] of files.entries()) damage(file, files[(i + 1) % files.length]);
    const epochs = workplace.place('epochs');
    await train(long, results, epochs);
    const more = epochTally(epochs).trained;
    const wrong = differences(expected, recordOf(results, 'states'));
    report.expect(
      wrong.length === 0,
      `${what} checkpoints: all is as with sound ones`,
      wrong.join('; '),
    );
    report.control(
      more > trained,
      `${what} checkpoints: not one was believed`,
      `${more} epochs, ${trained} with sound ones`,
    );
  }
}

function filesIn(results) {
  const names = readdirSync(join(results, 'checkpoints'), { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.endsWith('.safetensors')).sort();
  return files.map((name) => join(results, 'checkpoints', name));
}
