// What a plan needs, in words: time, room on the disk, and what is there already.

import { bytesText } from '../../vocabulary/bytes-text.js';
import { clockText, countText, dateText, plural } from '../terminal/quantities.js';
import type { PlannedSweep } from './planned-sweep.js';

/** Nothing where there are no results. */
export function knownLines({ reuse }: PlannedSweep): readonly string[] {
  if (reuse === null) return [];
  const { planned, known, counted, cut, open, isPlanExact, isForeseen } = reuse;
  if (!isForeseen) return ['how much depends on what results lead to'];
  const of = `of ${plural(planned, 'epoch')}`;
  if (known === 0) return [`nothing yet ${of}`];
  if (cut) return [`at least ${countText(known)} ${of} (looked at ${plural(counted, 'trial')})`];
  if (!open) return [`${countText(known)} ${of}, which are not trained again`];
  return [`${isPlanExact ? 'up to' : 'about'} ${countText(known)} ${of}, by which trials go on`];
}

export function diskLines({ disk }: PlannedSweep): readonly string[] {
  const { largest, end, most, budget, free } = disk;
  const there = free === null ? '' : `, ${bytesText(free)} free`;
  const line = `about ${bytesText(end)}, at most ${bytesText(most)}${there}`;
  const limit = `kept within ${bytesText(budget)}: then those of the worst trials go`;
  return [`${line} (a state: up to ${bytesText(largest)})`, ...(most > budget ? [limit] : [])];
}

/** about 1 h 20 min (1 h 5 min to 1 h 40 min), ends at 23:40; nothing where none was wanted. */
export function timeLines({ estimate }: PlannedSweep): readonly string[] {
  if (estimate === null) return [];
  const { seconds, from, to, isAtMost, endsAt, now } = estimate;
  const about = isAtMost ? 'at most about' : 'about';
  const ends = isAtMost ? 'ends by' : 'ends at';
  return [
    `${about} ${spanText(seconds)} (${spanText(from)} to ${spanText(to)}), ${ends} ${endText(endsAt, now)}`,
  ];
}

/** A weekday says enough for some days. */
function endText(endsAt: number, now: number): string {
  const isFar = endsAt - now > 6 * DAY * 1000;
  return isFar ? dateText(new Date(endsAt).toISOString()) : clockText(endsAt, now);
}

export function fittingLines({ estimate, plan }: PlannedSweep): readonly string[] {
  const fits = estimate?.fits ?? null;
  if (fits === null) return [];
  const { text, epochs, trials, share } = fits;
  if (share >= 1) return [`all of it, ${text}`];
  const done = `${countText(epochs)} of ${plural(plan.epochs, 'epoch')}`;
  const settled = `${countText(trials)} of ${plural(plan.configurations, 'trial')} settled`;
  const percent = share < 0.01 ? 'less than 1 %' : `about ${Math.floor(share * 100)} %`;
  return [`${percent} ${text}: ${done}, ${settled}`];
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** As exact as an estimate can be: 8 s, 45 s, 4 min, 1 h 20 min, 9 h, 3 d 5 h. */
export function spanText(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'for ever';
  if (seconds < 10) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 55) return `${5 * Math.round(seconds / 5)} s`;
  const minutes = Math.round(seconds / MINUTE);
  if (seconds < 2.25 * MINUTE) {
    return minutes === 1 && seconds < 75
      ? '1 min'
      : `${Math.round((2 * seconds) / MINUTE) / 2} min`;
  }
  if (seconds < 57.5 * MINUTE) return `${minutes < 15 ? minutes : 5 * Math.round(minutes / 5)} min`;
  if (seconds < DAY - 15 * MINUTE)
    return two(seconds, HOUR, 'h', seconds < 6 * HOUR ? 5 : 30, MINUTE, 'min');
  if (seconds > 10 * DAY) return `${countText(seconds / DAY)} d`;
  return two(seconds, DAY, 'd', 1, HOUR, 'h');
}

/** Two units, the smaller one in steps; without it where there is none of it. */
function two(
  seconds: number,
  large: number,
  largeName: string,
  step: number,
  small: number,
  smallName: string,
): string {
  const steps = Math.round(seconds / small / step) * step;
  const perLarge = large / small;
  const rest = steps % perLarge;
  const whole = `${countText(Math.floor(steps / perLarge))} ${largeName}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallName}`;
}
