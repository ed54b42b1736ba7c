// What happens to the process itself: signals, a terminal that is gone, a clock that is set, a second
// process on the same sweep, and a sleep after which it is no longer the sweep's own.

import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { until } from '../workplace.mjs';

const terminal = fileURLToPath(new URL('./terminal.py', import.meta.url));

export const processes = [
  droppedTerminal,
  closedWindow,
  closedOutput,
  setClock,
  secondCoordinator,
  asleep,
];

/** Milliseconds for each epoch: the sweep goes on while another process starts and looks at it. */
const LONG = 300;

/** In a terminal that goes away, with the live view in it: SIGHUP, and EIO from then on. */
async function droppedTerminal(report, calm) {
  const night = calm.begin();
  const running = night.start([], { within: ['python3', terminal], env: { TERM: 'xterm' } });
  await night.acknowledges();
  running.child.stdin.end();
  night.concludes(report, 'a terminal that is gone', await running.ended);
}

async function closedWindow(report, calm) {
  const night = calm.begin();
  const running = night.start();
  await night.acknowledges();
  running.child.kill('SIGHUP');
  night.concludes(report, 'SIGHUP', await running.ended);
}

async function closedOutput(report, calm) {
  const night = calm.begin();
  const running = night.start();
  await night.acknowledges();
  running.child.stdout.destroy();
  running.child.stderr.destroy();
  night.concludes(report, 'closed stdout and stderr', await running.ended);
}

async function setClock(report, calm) {
  const night = calm.begin();
  const running = night.start([], { pace: LONG });
  await night.acknowledges(20);
  writeFileSync(night.clock, String(2 * 3600));
  await night.acknowledges(80);
  const second = await night.other(['resume', 'night']).ended;
  report.expect(
    second.code === 2,
    'clock set forward two hours: it is still the sweep’s own',
    `${second.code}: ${second.stderr.trim()}`,
  );
  writeFileSync(night.clock, String(-2 * 3600));
  night.concludes(report, 'clock set forward and back two hours', await running.ended);
}

async function secondCoordinator(report, calm) {
  const night = calm.begin();
  const running = night.start([], { pace: LONG });
  await night.acknowledges();
  const { pid } = running.child;
  const second = await night.other(['resume', 'night']).ended;
  const names = second.stderr.includes(String(pid)) && second.stderr.includes(hostname());
  report.expect(
    second.code === 2 && names,
    'a second coordinator is refused with the first one’s pid and host',
    second.stderr.trim(),
  );
  night.concludes(report, 'two coordinators', await running.ended);
}

/** Stopped for longer than its lease; another one takes over; it wakes and must not write any more. */
async function asleep(report, calm) {
  const night = calm.begin();
  const running = night.start();
  await night.acknowledges();
  running.child.kill('SIGSTOP');
  const begin = performance.now();
  const second = night.other(['resume', 'night', '--workers', '1'], { pace: LONG });
  const isOver = () => night.coordinator() === second.child.pid || second.child.exitCode !== null;
  await until(isOver, 'another coordinator');
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  running.child.kill('SIGCONT');
  const woken = await running.ended;
  const taken = await second.ended;
  report.expect(
    taken.code === 0,
    `SIGSTOP: another process has the sweep after ${seconds} s`,
    taken.code === 0 ? '' : taken.stderr.trim(),
  );
  report.expect(
    woken.code === 1 &&
      woken.stderr.includes(String(second.child.pid)) &&
      woken.stderr.includes(hostname()),
    'SIGSTOP: who was asleep finds its writes rejected, and says who has it',
    `${woken.signal ?? woken.code}: ${woken.stderr.trim()}`,
  );
  night.concludes(report, 'SIGSTOP longer than a lease', taken);
}
