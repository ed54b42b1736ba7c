// An amount of bytes as people read it: for the disk in the store, and for memory in the command line.

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;
const GIBIBYTE = 1024 * MEBIBYTE;

/** 3 bytes, 272 KiB, 3.1 MiB, 77 GiB */
export function bytesText(bytes: number): string {
  if (bytes < KIBIBYTE) return `${bytes} byte${bytes === 1 ? '' : 's'}`;
  if (bytes < MEBIBYTE) return inUnit(bytes / KIBIBYTE, 'KiB');
  return bytes < GIBIBYTE ? inUnit(bytes / MEBIBYTE, 'MiB') : inUnit(bytes / GIBIBYTE, 'GiB');
}

function inUnit(amount: number, unit: string): string {
  return `${amount.toFixed(amount < 10 ? 1 : 0)} ${unit}`;
}
