// Times of the night as a person writes them: until when, and for how long.

import { InvalidArgumentError } from 'commander';

export interface Until {
  /** As it was written. */
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Duration {
  readonly text: string;
  readonly milliseconds: number;
}

const timeOfDay = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;
const dateAndTime = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{1,2}):(\d{2})(?::(\d{2}))?$/;

/** 07:00, the next one; or 2026-11-26T07:00. Local time, also where clocks change that night. */
export function untilTime(text: string, now = Date.now()): Until {
  const at = nextTimeOfDay(text, now) ?? givenTime(text);
  if (at === null) {
    throw new InvalidArgumentError('expected a local time, as 07:00 or 2026-11-26T07:00');
  }
  if (at <= now) throw new InvalidArgumentError('expected a time that is still to come');
  return { text, at };
}

function nextTimeOfDay(text: string, now: number): number | null {
  const [, hours, minutes, seconds = 0] = (timeOfDay.exec(text) ?? []).map(Number);
  if (hours === undefined || minutes === undefined) return null;
  const clock = [hours, minutes, seconds || 0] as const;
  const day = new Date(now);
  const today = localTime(day.getFullYear(), day.getMonth(), day.getDate(), clock);
  if (today === null || today > now) return today;
  return localTime(day.getFullYear(), day.getMonth(), day.getDate() + 1, clock);
}

function givenTime(text: string): number | null {
  const [, year, month, day, hours, minutes, seconds] = (dateAndTime.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const at = localTime(year, month - 1, day, [hours!, minutes!, seconds || 0]);
  // The 30th of February would be the 2nd of March.
  return at === null || new Date(at).getDate() !== day || month > 12 ? null : at;
}

function localTime(
  year: number,
  month: number,
  day: number,
  [hours, minutes, seconds]: readonly [number, number, number],
): number | null {
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  return new Date(year, month, day, hours, minutes, seconds).getTime();
}

const units: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  min: 60_000,
  s: 1000,
};

/** Longer than any sweep, and short of what a clock can count. */
const LONGEST = 366 * units.d!;

/** 8h, 90m, 30s, 1h30m, 1.5h, 2d */
export function duration(text: string): Duration {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(d|h|min|m|s)/g)];
  const isWhole = parts.map(([part]) => part).join('') === text;
  const milliseconds = parts.reduce((sum, [, n, unit]) => sum + Number(n) * units[unit!]!, 0);
  if (isWhole && milliseconds >= 1 && milliseconds <= LONGEST) return { text, milliseconds };
  throw new InvalidArgumentError('expected a duration of at most 366d, as 8h, 90m, 30s or 1h30m');
}
