// How the ten digits are drawn: lines and elliptic arcs in a box of height 1 and width 0.6 about the
// origin, x to the right and y down. Arcs are flattened to short segments once.

import { cos, sin } from '../../vocabulary/deterministic-math.js';

type Stroke =
  | { readonly kind: 'line'; readonly points: readonly (readonly [number, number])[] }
  /** Angles in degrees, clockwise from the right: 90 is down, 180 left, 270 up. */
  | {
      readonly kind: 'arc';
      readonly centre: readonly [number, number];
      readonly radii: readonly [number, number];
      readonly from: number;
      readonly to: number;
    };

const DEGREES_PER_SEGMENT = 30;

function line(...points: readonly (readonly [number, number])[]): Stroke {
  return { kind: 'line', points };
}

function arc(
  centre: readonly [number, number],
  radii: readonly [number, number],
  from: number,
  to: number,
): Stroke {
  return { kind: 'arc', centre, radii, from, to };
}

const DIGITS: readonly (readonly Stroke[])[] = [
  [arc([0, 0], [0.3, 0.5], 0, 360)],
  [line([-0.15, -0.32], [0.05, -0.5], [0.05, 0.5])],
  [arc([0, -0.22], [0.28, 0.28], 180, 400), line([0.21, -0.04], [-0.28, 0.5], [0.3, 0.5])],
  [arc([-0.02, -0.25], [0.26, 0.25], 200, 450), arc([-0.02, 0.23], [0.3, 0.27], 270, 520)],
  [line([0.08, -0.5], [-0.3, 0.18], [0.3, 0.18]), line([0.13, -0.1], [0.13, 0.5])],
  [line([0.26, -0.5], [-0.22, -0.5], [-0.24, 0.03]), arc([0, 0.2], [0.29, 0.3], 215, 500)],
  [arc([0, 0.22], [0.28, 0.28], 0, 360), arc([0.2, 0.22], [0.48, 0.72], 180, 270)],
  [line([-0.28, -0.5], [0.3, -0.5], [-0.08, 0.5])],
  [arc([0, -0.25], [0.23, 0.25], 0, 360), arc([0, 0.24], [0.29, 0.26], 0, 360)],
  [arc([0, -0.22], [0.28, 0.28], 0, 360), arc([-0.2, -0.22], [0.48, 0.72], 0, 90)],
];

/** Segments of each digit: (segments, 4), each x0, y0, x1, y1. */
export function digitSegments(): readonly Float64Array[] {
  return DIGITS.map((strokes) => Float64Array.from(strokes.flatMap(strokeSegments)));
}

function strokeSegments(stroke: Stroke): number[] {
  const points = stroke.kind === 'line' ? stroke.points : arcPoints(stroke);
  return points.slice(1).flatMap((point, i) => [...points[i]!, ...point]);
}

function arcPoints(stroke: Extract<Stroke, { kind: 'arc' }>): (readonly [number, number])[] {
  const { centre, radii, from, to } = stroke;
  const segments = Math.ceil((to - from) / DEGREES_PER_SEGMENT);
  return Array.from({ length: segments + 1 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / segments) * Math.PI) / 180;
    return [centre[0] + radii[0] * cos(angle), centre[1] + radii[1] * sin(angle)] as const;
  });
}
