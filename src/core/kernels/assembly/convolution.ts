// Convolutions of pictures, channels last, as products of what is gathered from framed pictures
// (picture.ts). Every element of a result is one sum in a fixed order, whatever the blocking, and places
// on the border count in it with a zero.

import { packPanel } from './packing';
import { arg, frame, gatherPlaces, gatherPositions, prepare } from './picture';
import { copyTile, EDGE, tile4, tile8, ZEROS } from './tile';

/** Writes the rows of the tile at EDGE to where the table says. */
function scatter(table: usize, y: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    copyTile(EDGE + (<usize>i << 5), y + load<usize>(table, 4), 0, 1, columns);
    table += 8;
  }
}

/** Panels of the weights: for each run and each place in it (depth, columns), straight or turned. */
function packWeights(at: usize, panels: usize, runs: i32, places: i32, depth: i32, columns: i32): void {
  const straight = arg(at, 31) == 0;
  const ld: usize = arg(at, 32);
  for (let j = 0; j < columns; j += 8) {
    const width = min(columns - j, 8);
    const column = <usize>arg(at, 28) + (straight ? <usize>j << 2 : <usize>j * ld);
    for (let u = 0; u < runs; u++) {
      for (let v = 0; v < places; v++) {
        packPanel(depth, width, column + <usize>(u * arg(at, 29) + v * arg(at, 30)), ld, straight, panels);
        panels += <usize>depth << (width > 4 ? 5 : 4);
      }
    }
  }
}

/** One panel against the blocks of positions start … end. y: the panel's first column */
function correlatePanel(k: i32, start: i32, end: i32, table: usize, block: usize, panel: usize, first: usize, y: usize, width: i32): void {
  for (let p = start; p < end; p += 4) {
    const entry = table + (<usize>p << 3);
    const target = load<usize>(entry, 4);
    const lc = load<usize>(entry, 12) - target;
    const even = load<usize>(entry, 20) - target == 2 * lc && load<usize>(entry, 28) - target == 3 * lc;
    const whole = even && end - p >= 4 && (width == 8 || width == 4);
    const to = whole ? y + target : EDGE;
    const stride: usize = whole ? lc : 32;
    if (width > 4) tile8(k, block, 16, panel, 32, first, 0, to, stride);
    else tile4(k, block, 16, panel, 16, first, 0, to, stride);
    if (!whole) scatter(entry, y, min(end - p, 4), width);
    block += <usize>k << 4;
  }
}

/**
 * y(position) = bias + sum over runs, places in a run and channels, in this order, of picture * weights.
 * Behind picture.ts's arguments: 26 y, 27 bias or 0, 28 weights, 29 bytes from one run's weights to the
 * next's, 30 from one place's to the next's, 31 whether they are stored (columns, depth), 32 bytes of
 * their lines, 33 columns, 34 depth (channels of the pictures)
 */
export function correlate(at: usize): void {
  const rows = arg(at, 0), group = arg(at, 1), positions = arg(at, 17) * arg(at, 18);
  const runs = arg(at, 19), run = arg(at, 20), line: usize = arg(at, 8);
  const frames: usize = arg(at, 21), table: usize = arg(at, 22), panels: usize = arg(at, 23);
  const blocks: usize = arg(at, 24), chunk = arg(at, 25) << 2;
  const columns = arg(at, 33), depth = arg(at, 34);
  const k = runs * run;
  const bias: usize = arg(at, 27);
  let y: usize = arg(at, 26);
  prepare(at);
  packWeights(at, panels, runs, run / depth, depth, columns);
  for (let n = 0; n < rows; n += group) {
    const pictures = min(group, rows - n);
    frame(at, n, pictures);
    const all = pictures * positions;
    for (let start = 0; start < all; start += chunk) {
      const end = min(start + chunk, all);
      let block = blocks;
      for (let p = start; p < end; p += 4) {
        gatherPositions(table + (<usize>p << 3), frames, runs, run, line, block);
        block += <usize>k << 4;
      }
      let panel = panels;
      for (let j = 0; j < columns; j += 8) {
        const width = min(columns - j, 8);
        const first = bias ? bias + (<usize>j << 2) : ZEROS;
        correlatePanel(k, start, end, table, blocks, panel, first, y + (<usize>j << 2), width);
        panel += <usize>k << (width > 4 ? 5 : 4);
      }
    }
    y += <usize>(pictures * arg(at, 16));
  }
}

/**
 * dw(place, column) = sum over positions, from the first of the first picture to the last of the last,
 * of picture * upstream. Behind picture.ts's arguments: 26 dw (runs * run, columns), 27 upstream
 * (pictures, positions, columns), 28 columns, 29 scratch for sums of whole tiles
 */
export function correlateWeightsGradient(at: usize): void {
  const rows = arg(at, 0), group = arg(at, 1), positions = arg(at, 17) * arg(at, 18);
  const runs = arg(at, 19), run = arg(at, 20), line: usize = arg(at, 8);
  const frames: usize = arg(at, 21), table: usize = arg(at, 22), panels: usize = arg(at, 23);
  const block: usize = arg(at, 24), chunk = arg(at, 25);
  const columns = arg(at, 28), sums: usize = arg(at, 29);
  const upstreamLine = <usize>columns << 2;
  let upstream: usize = arg(at, 27);
  prepare(at);
  const tiles = runs * ((run + 3) >> 2) * ((columns + 7) >> 3);
  for (let i = 0; i < tiles << 3; i++) v128.store(sums + (<usize>i << 4), f32x4.splat(0));
  for (let n = 0; n < rows; n += group) {
    const pictures = min(group, rows - n);
    frame(at, n, pictures);
    const all = pictures * positions;
    for (let start = 0; start < all; start += chunk) {
      const count = min(chunk, all - start);
      for (let j = 0, panel = panels; j < columns; j += 8) {
        packPanel(count, min(columns - j, 8), upstream + (<usize>j << 2), upstreamLine, true, panel);
        panel += <usize>chunk << 5;
      }
      upstream += <usize>count * upstreamLine;
      let sum = sums;
      for (let u = 0; u < runs; u++) {
        for (let g = 0; g < run; g += 4) {
          gatherPlaces(table + (<usize>start << 3), count, frames + <usize>u * line + (<usize>g << 2), block);
          for (let j = 0, panel = panels; j < columns; j += 8) {
            if (columns - j > 4) tile8(count, block, 16, panel, 32, sum, 32, sum, 32);
            else tile4(count, block, 16, panel, 16, sum, 32, sum, 32);
            sum += 128;
            panel += <usize>chunk << 5;
          }
        }
      }
    }
  }
  let sum = sums;
  for (let u = 0; u < runs; u++) {
    for (let g = 0; g < run; g += 4) {
      const to = <usize>arg(at, 26) + <usize>(u * run + g) * upstreamLine;
      for (let j = 0; j < columns; j += 8) {
        copyTile(sum, to + (<usize>j << 2), upstreamLine, min(run - g, 4), min(columns - j, 8));
        sum += 128;
      }
    }
  }
}
