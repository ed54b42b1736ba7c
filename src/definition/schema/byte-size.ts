// An amount of memory as people write it: 512MB, 1.5GiB, or a whole number of bytes. KB and its kin are
// powers of 1000, KiB and its kin of 1024.

const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 1024,
  mib: 1_048_576,
  gib: 1_073_741_824,
  tib: 1_099_511_627_776,
};

/** A number and a unit, between which there may be a blank. */
const WRITTEN = /^(\d{1,15}(?:\.\d{1,9})?) ?([KkMmGgTt]?[Ii]?[Bb])$/;

/** Whole bytes; null for text that is no amount of memory. */
export function bytesOf(written: number | string): number | null {
  if (typeof written === 'number') return Number.isSafeInteger(written) ? written : null;
  const [, amount, unit] = WRITTEN.exec(written.trim()) ?? [];
  const size = unit === undefined ? undefined : UNITS[unit.toLowerCase()];
  return size === undefined ? null : Math.floor(Number(amount) * size);
}
