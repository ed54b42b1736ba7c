// Hashes name contents: data sets, checkpoints, trainings, sweeps.

import { createHash } from 'node:crypto';

/** SHA-256 in 64 hexadecimal digits. Parts are length-prefixed: ('ab','c') and ('a','bc') differ. */
export function contentHash(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(`${typeof part === 'string' ? Buffer.byteLength(part) : part.byteLength}:`);
    hash.update(part);
  }
  return hash.digest('hex');
}

/** 52 bits of a text as a number: for telling a million texts apart in little memory, not for naming them. */
export function shortHash(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x85ebca77);
    b = Math.imul(b ^ code, 0xc2b2ae3d);
  }
  // Both words depend on all of the text only after this.
  a = Math.imul(a ^ (b >>> 15), 0x735a2d97) ^ (b >>> 13);
  b = Math.imul(b ^ (a >>> 15), 0xcaf649a9) ^ (a >>> 13);
  return (a >>> 12) * 0x100000000 + (b >>> 0);
}

/** JSON with sorted keys and numbers in shortest form: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`canonical JSON has no ${value}`);
  }
  // -0 prints as 0, which is what a configuration means by it.
  return JSON.stringify(value) ?? 'null';
}
