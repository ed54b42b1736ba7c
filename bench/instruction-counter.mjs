// How many vector instructions a tape executes, by kind, so that no figure of the timing is counted by
// hand: the compiled kernels once more, with a counter raised before each of their vector instructions.
//
// What counts: arithmetic, comparisons, selects, conversions, shifts, logic and shuffles, one each,
// whatever a processor makes of it. What does not: loads, stores, constants, splats, lanes taken out or
// put in, and everything scalar.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const kernels = fileURLToPath(new URL('../dist/core/kernels/kernels.wasm', import.meta.url));
const KINDS = ['arithmetic', 'divisions', 'roots', 'wideProducts'];
const SECTION = { import: 2, global: 6, export: 7, code: 10 };
const GLOBAL = 3;

/** Index into KINDS of an instruction behind the SIMD prefix, or -1 where it is no arithmetic. */
function kindOf(code) {
  if (code === 0xe7 || code === 0xf3) return 1;
  if (code === 0xe3 || code === 0xef) return 2;
  if (code >= 0xdc && code <= 0xdf) return 3;
  const loads = code < 13 || (code >= 84 && code <= 93);
  const lanes = code >= 15 && code <= 34;
  return loads || lanes ? -1 : 0;
}

/** Unsigned LEB128. */
function leb(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  number() {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  numbers(count) {
    for (let i = 0; i < count; i++) this.number();
  }
}

/** What follows the opcode of one instruction; returns the kind of a vector instruction, else -1. */
function passInstruction(reader) {
  const opcode = reader.bytes[reader.at++];
  if (opcode === 0xfd) {
    const code = reader.number();
    if (code < 12 || code === 92 || code === 93) reader.numbers(2);
    else if (code === 12 || code === 13) reader.at += 16;
    else if (code >= 21 && code <= 34) reader.at += 1;
    else if (code >= 84 && code <= 91) reader.numbers(3);
    return kindOf(code);
  }
  if (opcode === 0xfc) {
    const code = reader.number();
    if (code >= 8) reader.numbers([8, 10, 12, 14].includes(code) ? 2 : 1);
  } else if (opcode === 0x0e) reader.numbers(reader.number() + 1);
  else if (opcode === 0x1c) reader.numbers(reader.number());
  else if (opcode === 0x43) reader.at += 4;
  else if (opcode === 0x44) reader.at += 8;
  else if (opcode === 0x11 || (opcode >= 0x28 && opcode <= 0x3e)) reader.numbers(2);
  else if ([2, 3, 4, 0x0c, 0x0d, 0x10, 0x3f, 0x40, 0x41, 0x42].includes(opcode)) reader.number();
  else if (opcode >= 0x20 && opcode <= 0x26) reader.number();
  return -1;
}

/** A function's body with `counter[kind] += 1` before each vector instruction. */
function counted(body, firstGlobal) {
  const reader = new Reader(body);
  for (let groups = reader.number(); groups > 0; groups--) reader.numbers(2);
  const out = [...body.subarray(0, reader.at)];
  while (reader.at < body.length) {
    const from = reader.at;
    const kind = passInstruction(reader);
    if (kind >= 0) {
      const global = leb(firstGlobal + kind);
      out.push(0x23, ...global, 0x41, 1, 0x6a, 0x24, ...global);
    }
    for (let i = from; i < reader.at; i++) out.push(body[i]);
  }
  return out;
}

/** The contents of a section of counted entries, with more of them. */
function appended(content, entries) {
  const reader = new Reader(content);
  const count = reader.number();
  return [...leb(count + entries.length), ...content.subarray(reader.at), ...entries.flat()];
}

function countingModule() {
  const bytes = readFileSync(kernels);
  const out = [...bytes.subarray(0, 8)];
  const reader = new Reader(bytes);
  let firstGlobal = 0;
  for (reader.at = 8; reader.at < bytes.length; ) {
    const id = reader.number();
    const size = reader.number();
    const content = bytes.subarray(reader.at, reader.at + size);
    reader.at += size;
    const inside = new Reader(content);
    let now = content;
    if (id === SECTION.global) {
      firstGlobal = inside.number();
      // A changeable i32 that begins as 0.
      now = appended(
        content,
        KINDS.map(() => [0x7f, 1, 0x41, 0, 0x0b]),
      );
    } else if (id === SECTION.export) {
      const name = (kind) => [...new TextEncoder().encode(`count ${kind}`)];
      now = appended(
        content,
        KINDS.map((kind, i) => [name(kind).length, ...name(kind), GLOBAL, ...leb(firstGlobal + i)]),
      );
    } else if (id === SECTION.code) {
      const functions = inside.number();
      now = leb(functions);
      for (let i = 0; i < functions; i++) {
        const length = inside.number();
        const body = counted(content.subarray(inside.at, inside.at + length), firstGlobal);
        inside.at += length;
        now = now.concat(leb(body.length), body);
      }
    }
    if (id !== 0) out.push(id, ...leb(now.length), ...now);
  }
  return new WebAssembly.Module(new Uint8Array(out));
}

export class InstructionCounter {
  #module = countingModule();

  /** Vector instructions of each kind that a tape in this memory executes. */
  count(floats, tapeAt, tapeBytes) {
    const pages = floats.byteLength / 65_536;
    const memory = new WebAssembly.Memory({ initial: pages, maximum: 32_768 });
    const { exports } = new WebAssembly.Instance(this.#module, { env: { memory } });
    new Float32Array(memory.buffer).set(floats);
    exports.run(tapeAt, tapeAt + tapeBytes);
    return Object.fromEntries(KINDS.map((kind) => [kind, exports[`count ${kind}`].value]));
  }
}
