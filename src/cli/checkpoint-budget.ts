// How many bytes the checkpoints of a directory of results may have: NIGHTSWEEP_CHECKPOINT_BYTES, or what
// the store thinks right.

import { Slip } from '../vocabulary/errors.js';

export function checkpointBudget(): number | undefined {
  const text = process.env.NIGHTSWEEP_CHECKPOINT_BYTES || undefined;
  if (text === undefined) return undefined;
  const bytes = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(bytes) && bytes > 0) return bytes;
  throw new Slip(
    `expected NIGHTSWEEP_CHECKPOINT_BYTES to be a whole number of bytes, found ${JSON.stringify(text)}: write 20000000000 for 20 GB, or leave it out for 10 GiB`,
  );
}
