// Numbers as people read them: epochs, shares, times. Nothing here asks the locale or the clock.

/** 12,345 */
export function countText(count: number): string {
  if (!Number.isFinite(count)) return 'endless';
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** 1 trial, 2 trials, 3 classes */
export function plural(count: number, noun: string, ending = 's'): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : ending}`;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** 0.8 s, 41 s, 3 min 07 s, 2 h 05 min, 3 d 04 h */
export function durationText(milliseconds: number): string {
  if (milliseconds < 9.95 * SECOND) return `${(Math.max(0, milliseconds) / SECOND).toFixed(1)} s`;
  const rounded = Math.round(milliseconds / SECOND) * SECOND;
  if (rounded < MINUTE) return `${rounded / SECOND} s`;
  if (rounded < HOUR) {
    return `${Math.floor(rounded / MINUTE)} min ${two((rounded % MINUTE) / SECOND)} s`;
  }
  if (rounded < DAY) {
    return `${Math.floor(rounded / HOUR)} h ${two(Math.floor((rounded % HOUR) / MINUTE))} min`;
  }
  return `${Math.floor(rounded / DAY)} d ${two(Math.floor((rounded % DAY) / HOUR))} h`;
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Local time of day: 23:14; with the weekday where that is not today's: Tue 07:02. */
export function clockText(time: number, now: number): string {
  const at = new Date(time);
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}`;
  const today = new Date(now).toDateString() === at.toDateString();
  return today ? clock : `${weekdays[at.getDay()]} ${clock}`;
}

/** Local date and time of an ISO 8601 text: 2026-01-31 23:14. */
export function dateText(iso: string): string {
  const at = new Date(iso);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Three digits at most: 1,204 · 12.4 · 0.31 */
export function rateText(perUnit: number): string {
  if (perUnit >= 100) return countText(perUnit);
  return perUnit >= 10 ? perUnit.toFixed(1) : perUnit.toFixed(2);
}

/** 3 seeds × 5 folds; nothing where each configuration is trained once */
export function replicatesShown(seeds: number, folds: number | null): string {
  const counts = [];
  if (seeds > 1) counts.push(plural(seeds, 'seed'));
  if (folds !== null) counts.push(plural(folds, 'fold'));
  return counts.join(' × ');
}
