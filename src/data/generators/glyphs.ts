// Glyphs: 12 × 12 grey pictures of the ten digits, drawn as anti-aliased strokes under a random
// position, size, slant, bend and thickness, with noise on every pixel. A linear model gets most of
// them right and a trained network nearly all. Grey is 0 for paper and 1 for ink.

import { standardNormal } from '../../vocabulary/normal.js';
import { PhiloxStream, Purpose } from '../../vocabulary/philox.js';
import { classesInTurn, type Generated, type Generator, type Order, Stream } from './generator.js';
import { digitSegments } from './glyph-strokes.js';

const SIDE = 12;
const PIXELS = SIDE * SIDE;

/** How one picture was drawn; lengths in pixels. */
interface Pen {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Shift to the right per height above the middle. */
  readonly slant: number;
  /** Shift to the right of both ends against the middle. */
  readonly bend: number;
  readonly thickness: number;
}

/** Noise: of each pixel's grey, where ink is 1; 0.12 by default. */
export const glyphsGenerator: Generator = Object.freeze({
  features: Object.freeze(
    Array.from({ length: PIXELS }, (_, p) => `row${Math.floor(p / SIDE)}_column${p % SIDE}`),
  ),
  defaultNoise: 0.12,
  classes: null,
  image: Object.freeze([SIDE, SIDE, 1] as const),
  generate({ samples, noise, seed }: Order): Generated {
    const digits = digitSegments();
    const inputs = new Float64Array(samples * PIXELS);
    for (let i = 0; i < samples; i++) {
      const stream = new PhiloxStream(seed, Purpose.generate, Stream.sample, i);
      const picture = inputs.subarray(i * PIXELS, (i + 1) * PIXELS);
      draw(digits[i % digits.length]!, randomPen(stream), picture);
      const normal = standardNormal(stream);
      for (let p = 0; p < PIXELS; p++) picture[p] = clamp(picture[p]! + noise * normal());
    }
    return { inputs, target: classesInTurn(samples, digits.length) };
  },
});

function randomPen(stream: PhiloxStream): Pen {
  const between = (low: number, high: number) => low + (high - low) * stream.uniform();
  return {
    x: SIDE / 2 + between(-1.2, 1.2),
    y: SIDE / 2 + between(-1.2, 1.2),
    width: between(7.5, 10.5),
    height: between(7, 9.5),
    slant: between(-0.35, 0.35),
    bend: between(-0.12, 0.12),
    thickness: between(0.8, 2),
  };
}

/** Adds the strokes to a picture: (12, 12), row-major. */
function draw(segments: Float64Array, pen: Pen, picture: Float64Array): void {
  const end = new Float64Array(2);
  for (let s = 0; s < segments.length; s += 4) {
    place(segments[s]!, segments[s + 1]!, pen, end);
    const [x0, y0] = [end[0]!, end[1]!];
    place(segments[s + 2]!, segments[s + 3]!, pen, end);
    drawSegment(x0, y0, end[0]!, end[1]!, pen.thickness / 2, picture);
  }
}

/** From the digit's box to the picture's pixels. */
function place(x: number, y: number, pen: Pen, out: Float64Array): void {
  const bent = x - pen.slant * y + pen.bend * (4 * y * y - 0.5);
  out[0] = pen.x + bent * pen.width;
  out[1] = pen.y + y * pen.height;
}

/** Ink falls off over one pixel at the stroke's edge; where strokes meet, the darker counts. */
function drawSegment(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  radius: number,
  picture: Float64Array,
): void {
  const reach = radius + 0.5;
  const [dx, dy] = [x1 - x0, y1 - y0];
  const lengthSquared = dx * dx + dy * dy;
  const [left, right] = pixelRange(Math.min(x0, x1) - reach, Math.max(x0, x1) + reach);
  const [top, bottom] = pixelRange(Math.min(y0, y1) - reach, Math.max(y0, y1) + reach);
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const [px, py] = [column + 0.5 - x0, row + 0.5 - y0];
      const along = lengthSquared > 0 ? clamp((px * dx + py * dy) / lengthSquared) : 0;
      const [ex, ey] = [px - along * dx, py - along * dy];
      const ink = clamp(reach - Math.sqrt(ex * ex + ey * ey));
      const pixel = row * SIDE + column;
      if (ink > picture[pixel]!) picture[pixel] = ink;
    }
  }
}

/** The pixels whose middles lie between two positions, both included. */
function pixelRange(low: number, high: number): readonly [number, number] {
  return [Math.max(0, Math.ceil(low - 0.5)), Math.min(SIDE - 1, Math.floor(high - 0.5))];
}

function clamp(value: number): number {
  return Math.max(0, Math.min(1, value));
}
