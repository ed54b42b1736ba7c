// Pooling of pictures, channels last, over windows that stand side by side. Lines and columns that fill
// no window belong to none: their gradient is zero.

import { arg } from './picture';

/** Four channels, or one where fewer are left: the same arithmetic with three lanes unused. */
@inline
function take(at: usize, four: bool): v128 {
  return four ? v128.load(at) : v128.load32_zero(at);
}

@inline
function put(at: usize, value: v128, four: bool): void {
  if (four) v128.store(at, value);
  else v128.store32_lane(at, value, 0);
}

/** The largest of a window; a NaN in it stays. */
@inline
function largest(from: usize, line: usize, pixel: usize, size: i32, four: bool): v128 {
  let best = take(from, four);
  for (let i = 0; i < size; i++) {
    let at = from;
    for (let j = 0; j < size; j++) {
      const value = take(at, four);
      best = v128.bitselect(value, best, v128.or(f32x4.gt(value, best), f32x4.ne(value, value)));
      at += pixel;
    }
    from += line;
  }
  return best;
}

/** dy goes to the first of a window that is its largest (y), or NaN; the others get zero. */
@inline
function giveToFirst(x: usize, y: v128, dy: v128, dx: usize, line: usize, pixel: usize, size: i32, four: bool): void {
  let open = i32x4.splat(-1);
  for (let i = 0; i < size; i++) {
    let at: usize = 0;
    for (let j = 0; j < size; j++) {
      const value = take(x + at, four);
      const hit = v128.and(v128.or(f32x4.eq(value, y), f32x4.ne(value, value)), open);
      put(dx + at, v128.and(dy, hit), four);
      open = v128.andnot(open, hit);
      at += pixel;
    }
    x += line;
    dx += line;
  }
}

@inline
function sum(from: usize, line: usize, pixel: usize, size: i32, four: bool): v128 {
  let total = f32x4.splat(0);
  for (let i = 0; i < size; i++) {
    let at = from;
    for (let j = 0; j < size; j++) {
      total = f32x4.add(total, take(at, four));
      at += pixel;
    }
    from += line;
  }
  return total;
}

@inline
function spread(value: v128, dx: usize, line: usize, pixel: usize, size: i32, four: bool): void {
  for (let i = 0; i < size; i++) {
    let at = dx;
    for (let j = 0; j < size; j++) {
      put(at, value, four);
      at += pixel;
    }
    dx += line;
  }
}

/** Zeros where no window stands: the last columns of a line, and the last lines. */
function clearRest(dx: usize, height: i32, width: i32, channels: i32, size: i32): void {
  const whole = width - (width % size);
  const line = <usize>(width * channels) << 2;
  for (let i = 0; i < height; i++) {
    const first = i < height - (height % size) ? whole * channels : 0;
    for (let b = <usize>first << 2; b < line; b += 4) store<f32>(dx + b, 0);
    dx += line;
  }
}

/**
 * All four kinds. Arguments of the tape: 0 rows, 1 height, 2 width, 3 channels of the pictures, 4 size of
 * a window, 5 x, 6 y; for gradients 5 x (0 for means), 6 y (0 for means), 7 dy, 8 dx.
 */
@inline
function pool(at: usize, mean: bool, gradient: bool): void {
  const rows = arg(at, 0), height = arg(at, 1), width = arg(at, 2), channels = arg(at, 3), size = arg(at, 4);
  let x: usize = arg(at, 5), y: usize = arg(at, 6), dy: usize = gradient ? <usize>arg(at, 7) : 0, dx: usize = gradient ? <usize>arg(at, 8) : 0;
  const pixel = <usize>channels << 2;
  const line = <usize>width * pixel;
  const count = f32x4.splat(<f32>(size * size));
  const rest = height % size != 0 || width % size != 0;
  for (let n = 0; n < rows; n++) {
    if (gradient && rest) clearRest(dx, height, width, channels, size);
    for (let i = 0; i + size <= height; i += size) {
      let window = <usize>i * line;
      for (let j = 0; j + size <= width; j += size) {
        for (let c = 0; c < channels; ) {
          const four = c + 4 <= channels;
          const from = window + (<usize>c << 2);
          if (!gradient) {
            const value = mean ? f32x4.div(sum(x + from, line, pixel, size, four), count) : largest(x + from, line, pixel, size, four);
            put(y, value, four);
          } else if (mean) spread(f32x4.div(take(dy, four), count), dx + from, line, pixel, size, four);
          else giveToFirst(x + from, take(y, four), take(dy, four), dx + from, line, pixel, size, four);
          const step: usize = four ? 16 : 4;
          y += step;
          dy += step;
          c += four ? 4 : 1;
        }
        window += <usize>size * pixel;
      }
    }
    x += <usize>height * line;
    dx += <usize>height * line;
  }
}

export function maxPool(at: usize): void {
  pool(at, false, false);
}

export function maxPoolGradient(at: usize): void {
  pool(at, false, true);
}

export function averagePool(at: usize): void {
  pool(at, true, false);
}

export function averagePoolGradient(at: usize): void {
  pool(at, true, true);
}
