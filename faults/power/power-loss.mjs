// Power cuts: from the log of everything that a writing store did to its files, the disk is rebuilt as it
// may be after a cut at a random point, and opened with the product. What was promised before the cut
// must be there.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openReader } from '../../dist/store/reader.js';
import { openStore } from '../../dist/store/store.js';
import { randomNumbers } from '../report.mjs';
import { Disk, modes } from './disk.mjs';
import { powerSweep } from './power-sweep.mjs';
import { recordsOf } from './write-log.mjs';

const driver = fileURLToPath(new URL('./driver.mjs', import.meta.url));

export async function powerLoss(report, workplace, { short }) {
  const size = short ? { trials: 120, points: 30 } : { trials: 900, points: 300 };
  const full = await cuts(report, workplace, size, 'FULL');
  report.expect(full.unopenable.length === 0, 'no image is unopenable', full.unopenable[0]);
  report.expect(full.lostEpochs === 0, 'no epoch that was acknowledged is lost', full.example);
  report.expect(full.lostStates === 0, 'no state that was acknowledged is lost', full.example);
  const normal = await cuts(report, workplace, { ...size, points: size.points / 5 }, 'NORMAL');
  report.control(
    normal.lostEpochs > 0,
    'with synchronous=NORMAL acknowledged epochs are lost',
    `${normal.lostEpochs} epochs`,
  );
}

/** The disk that is cut is one of the log's: where there is one, a disk in memory holds its images. */
const fastDirectory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

async function cuts(report, workplace, size, synchronous) {
  const root = mkdtempSync(join(fastDirectory, 'nightsweep-power-'));
  try {
    return await cutsOf(report, workplace, { ...size, synchronous, root });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function cutsOf(report, workplace, { trials, points, synchronous, root }) {
  const results = join(root, 'results');
  const log = workplace.place('log');
  const promises = workplace.place('promises');
  writeFileSync(promises, '');
  const env = workplace.shim(root, { log, promises });
  const words = [results, promises, String(trials), synchronous];
  const { code, stderr } = await workplace.run(words, { entry: driver, env });
  if (code !== 0) throw new Error(`the driver ended with ${code}: ${stderr}`);

  const records = [...recordsOf(readFileSync(log))];
  const random = randomNumbers(31);
  const chosen = new Set();
  while (chosen.size < points) chosen.add(Math.floor(random() * records.length));
  const found = {
    images: 0,
    unopenable: [],
    lostEpochs: 0,
    lostStates: 0,
    unsynced: 0,
    example: '',
  };
  const disk = new Disk(root);
  const promised = [];
  for (const [index, record] of records.entries()) {
    if (chosen.has(index)) {
      found.unsynced += disk.unsynced;
      for (const mode of modes)
        await openImage(`${root}-image`, { disk, mode, random, promised, found });
    }
    if (record.kind === 'promise') promised.push(JSON.parse(record.bytes.toString()));
    else disk.take(record);
  }
  const kinds = (kind) => records.filter((record) => record.kind === kind).length;
  report.figure(
    `synchronous=${synchronous}: ${kinds('write')} writes, ${kinds('sync')} syncs of files and ${kinds('sync-directory')} of directories, ${promised.length} promises; ` +
      `${found.images} images, ${Math.round(found.unsynced / points / 1024)} KiB not synced on average: ` +
      `${found.lostEpochs} acknowledged epochs lost, ${found.unopenable.length} unopenable`,
  );
  workplace.discard(log);
  return found;
}

async function openImage(image, { disk, mode, random, promised, found }) {
  disk.write(image, mode, random);
  found.images++;
  const results = join(image, 'results');
  try {
    await lookInto(results, { mode, promised, found });
  } catch (error) {
    found.unopenable.push(`${mode}, after ${promised.length} promises: ${error.message}`);
  }
  rmSync(image, { recursive: true, force: true });
}

async function lookInto(results, { mode, promised, found }) {
  if (promised.length > 0 || existsSync(join(results, 'nightsweep.db'))) {
    const reader = openReader(results);
    for (const sweep of reader.sweeps()) reader.leaderboard(sweep, { limit: 3 });
    reader.close();
  }
  const store = openStore(results);
  const { memo } = await store.beginSweep(powerSweep);
  for (const { training, epochs, state } of promised) {
    if (training === undefined) continue;
    const { curve } = memo.recall(training);
    const lost = Math.max(0, epochs - curve.length);
    found.lostEpochs += lost;
    const isLost = state !== null && memo.loadState(training, state) === null;
    found.lostStates += Number(isLost);
    if (lost > 0 || isLost) {
      found.example ||= `${mode}: training ${training.slice(0, 8)} of ${promised.length} promises has ${curve.length} epochs, state ${isLost ? 'lost' : 'there'}`;
    }
  }
  await store.close();
}
