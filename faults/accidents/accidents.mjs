// All accidents, a few at a time, because most of them wait for something.

import { cpSync } from 'node:fs';
import { openDatabase } from '../record.mjs';
import { atOnce } from '../workplace.mjs';
import { checkpoints } from './checkpoints.mjs';
import { databases } from './databases.mjs';
import { disks } from './disks.mjs';
import { calmNight } from './night.mjs';
import { processes } from './processes.mjs';
import { threads } from './threads.mjs';

const AT_ONCE = 6;

export async function accidents(report, workplace, form) {
  const calm = await calmNight(workplace);
  // The longest waits first.
  const all = [...processes.toReversed(), ...disks, ...threads, ...checkpoints, ...databases];
  const jobs = all.map((accident) => async () => {
    try {
      await accident(report, calm, workplace, form);
    } catch (error) {
      report.broke(error);
    }
  });
  await atOnce(AT_ONCE, jobs);
  missing(report, calm);
}

/** An epoch that was seen and is taken away must be missed. */
function missing(report, calm) {
  const night = calm.begin();
  cpSync(calm.results, night.results, { recursive: true });
  night.look();
  const database = openDatabase(night.results);
  database.exec('DELETE FROM epoch WHERE training = 2 AND epoch = 1');
  database.close();
  const lost = night.lost();
  report.control(lost.length > 0, 'an epoch that is gone is missed', lost[0]);
}
