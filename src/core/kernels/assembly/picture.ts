// Pictures as products see them. A picture is copied into a frame with zeros around it, so that what
// lies under one line of a kernel is one run of neighbouring floats; and a table says for every position
// of a kernel where its first run begins in the frames and where its result belongs:
//
//   table: | source, target of position 0 | of position 1 | …    (offsets in bytes)
//
// Frames hold a group of pictures at a time. One side of a product is gathered from them, four positions
// or four places of the kernel at once, and never stands in memory as a whole.
//
// All of it is described by arguments of the tape:
//
//    0 rows: pictures in all              1 pictures in a group
//    2 pictures    3 bytes of a picture   4 bytes of its lines
//    5 lines and   6 bytes of each that go into the frame
//    7 bytes of a frame    8 bytes of its lines    9 where the picture begins in it
//   10 source of the first position   11 bytes to the next line of positions   12 to the next position
//   13 target of the first position   14 bytes to the next line of positions   15 to the next position
//   16 bytes of a picture of targets  17 lines of positions   18 positions in a line
//   19 runs under a position          20 floats of a run
//   21 frames   22 table   23 panels   24 blocks: scratch     25 tiles, or positions, gathered at a time

import { turn4x4 } from './packing';


@inline
export function arg(at: usize, index: usize): i32 {
  return load<i32>(at + (index << 2));
}

/** Makes the table for a group of pictures, filled up to a whole four; and the frames' borders. */
export function prepare(at: usize): void {
  const group = arg(at, 1);
  let table: usize = arg(at, 22);
  for (let n = 0; n < group; n++) {
    let source = <usize>arg(at, 10) + <usize>(n * arg(at, 7));
    let target = <usize>arg(at, 13) + <usize>(n * arg(at, 16));
    for (let i = 0; i < arg(at, 17); i++) {
      let from = source;
      let to = target;
      for (let j = 0; j < arg(at, 18); j++) {
        store<usize>(table, from);
        store<usize>(table, to, 4);
        table += 8;
        from += arg(at, 12);
        to += arg(at, 15);
      }
      source += arg(at, 11);
      target += arg(at, 14);
    }
  }
  for (; (table & 31) != 0; table += 8) store<u64>(table, load<u64>(table - 8));
  const frames: usize = arg(at, 21);
  for (let to = frames, end = frames + <usize>(group * arg(at, 7)); to < end; to += 16) v128.store(to, f32x4.splat(0));
}

/** Copies pictures first, first + 1, … into the frames. */
export function frame(at: usize, first: i32, pictures: i32): void {
  const bytes: usize = arg(at, 6);
  const whole = bytes & ~15;
  for (let n = 0; n < pictures; n++) {
    let from = <usize>arg(at, 2) + <usize>((first + n) * arg(at, 3));
    let to = <usize>arg(at, 21) + <usize>(n * arg(at, 7) + arg(at, 9));
    for (let i = 0; i < arg(at, 5); i++) {
      let b: usize = 0;
      for (; b < whole; b += 16) v128.store(to + b, v128.load(from + b));
      for (; b < bytes; b += 4) store<u32>(to + b, load<u32>(from + b));
      from += arg(at, 4);
      to += arg(at, 8);
    }
  }
}

/** Gathers four positions into (runs * run, 4). Up to three lines more are written behind them. */
export function gatherPositions(table: usize, frames: usize, runs: i32, run: i32, line: usize, to: usize): void {
  const bytes = <usize>run << 2;
  let from = frames + load<usize>(table);
  const second = load<usize>(table, 8) - load<usize>(table);
  const third = load<usize>(table, 16) - load<usize>(table);
  const fourth = load<usize>(table, 24) - load<usize>(table);
  for (; runs > 0; runs--) {
    let out = to;
    for (let p = from, end = from + bytes; p < end; p += 16) {
      turn4x4(v128.load(p), v128.load(p + second), v128.load(p + third), v128.load(p + fourth), out, 16);
      out += 64;
    }
    from += line;
    to += bytes << 2;
  }
}

/** Gathers the four floats at each of `count` positions into (count, 4). */
export function gatherPlaces(table: usize, count: i32, from: usize, to: usize): void {
  for (; count > 0; count--) {
    v128.store(to, v128.load(from + load<usize>(table)));
    table += 8;
    to += 16;
  }
}
