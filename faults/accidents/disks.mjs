// Disks that are full, broken or read-only for a while. Training waits or goes on, the message says where
// and what to do, and when the disk is well again so is the sweep.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeRules } from '../shim.mjs';
import { says } from './night.mjs';

const full = {
  database: ['write wal ENOSPC *', 'write database ENOSPC *', 'truncate wal ENOSPC *'],
  checkpoints: ['write checkpoint ENOSPC *', 'open checkpoint ENOSPC *'],
};

const broken = {
  'EIO on writes of the database': ['write wal EIO 3'],
  'EIO on syncs of the database': ['sync wal EIO 3'],
  'EIO on checkpointing the database': ['write database EIO 2', 'sync database EIO 2'],
  'EIO on writes of checkpoints': ['write checkpoint EIO 3'],
  'EIO on syncs of checkpoints': ['sync checkpoint EIO 3', 'sync directory EIO 2'],
};

export const disks = [
  ...Object.entries(full).map(
    ([what, rules]) =>
      (report, calm) =>
        fullDisk(report, calm, what, rules),
  ),
  ...Object.entries(broken).map(
    ([what, rules]) =>
      (report, calm) =>
        brokenDisk(report, calm, what, rules),
  ),
  readOnly,
];

async function fullDisk(report, calm, what, rules) {
  const text = `disk full, ${what}`;
  const night = calm.begin();
  const running = night.start();
  await night.acknowledges();
  writeRules(night.rules, rules);
  const [line] = await says(running, /.*(ENOSPC|SQLITE_FULL|SQLITE_IOERR|no space).*/i);
  const place = what === 'database' ? 'nightsweep.db' : night.results;
  report.expect(line.includes(place), `${text}: the message names the path`, line);
  report.expect(
    /\d[\d.,]* ?(bytes|B|[KMGT]i?B)\b/.test(line),
    `${text}: the message names the bytes`,
    line,
  );
  const held = night.stored().length;
  await new Promise((resolve) => setTimeout(resolve, 3000));
  report.expect(running.child.exitCode === null, `${text}: the sweep waits for room`);
  if (what === 'database') {
    const more = night.stored().length - held;
    report.control(
      more === 0 && night.refused > 0,
      `${text}: nothing could be stored`,
      `${night.refused} refusals`,
    );
  }
  rmSync(night.rules);
  night.concludes(report, text, await running.ended);
}

async function brokenDisk(report, calm, text, rules) {
  const night = calm.begin();
  const running = night.start();
  await night.acknowledges();
  writeRules(night.rules, rules);
  const ended = await running.ended;
  rmSync(night.rules, { force: true });
  report.control(night.refused > 0, `${text}: it happened`, `${night.refused} times`);
  night.concludes(report, text, ended);
}

async function readOnly(report, calm) {
  const rules = ['open any EROFS *', 'name any EROFS *', 'write any EROFS *', 'sync any EROFS *'];
  const night = calm.begin();
  writeRules(night.rules, rules);
  const refused = await night.start().ended;
  report.expect(
    [1, 2].includes(refused.code) && refused.stderr.includes(night.results),
    'read-only directory: a new sweep is refused, with the path',
    refused.stderr.trim(),
  );
  rmSync(night.rules);
  const running = night.start();
  await night.acknowledges();
  running.child.kill('SIGINT');
  await running.ended;
  await night.acknowledges();
  writeRules(night.rules, rules);
  const again = await night.start().ended;
  report.expect(
    [1, 2].includes(again.code) && again.stderr.includes(join(night.results, 'nightsweep.db')),
    'read-only directory: a sweep that is there is refused, with the path',
    again.stderr.trim(),
  );
  rmSync(night.rules);
  night.concludes(report, 'read-only directory, writable again', await night.start().ended);
}
