// A curve as a picture of text: columns of blocks in eighths, the greatest and least value beside them,
// and ticks below.

import { averaged } from '../../leaderboard/sparkline.js';
import { padded, textWidth } from './text-width.js';

const eighths = ['', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

export interface Chart {
  /** From left to right; NaN is a gap. */
  readonly values: readonly number[];
  /** Greater values are drawn as high as this one. */
  readonly ceiling: number;
  /** Below a value, by its index; where two would touch, the left one stands. */
  readonly ticks: readonly { readonly index: number; readonly label: string }[];
  /** How the numbers beside the curve are written. */
  readonly shown: (value: number) => string;
}

/** Lines of at most `width` columns and `height` rows of blocks. */
export function chartLines(
  { values, ceiling, ticks, shown }: Chart,
  { width, height }: { readonly width: number; readonly height: number },
): readonly string[] {
  const numbers = values.filter((value) => !Number.isNaN(value)).map((v) => Math.min(v, ceiling));
  const [least, greatest] = [Math.min(...numbers), Math.max(...numbers)];
  const labels = [shown(greatest), shown(least)] as const;
  const margin = Math.max(...labels.map(textWidth));
  const columns = averaged(values, Math.max(1, width - margin - 2));
  const heights = columns.map((value) => heightOf(value, least, greatest, height));
  const rows = Array.from({ length: height }, (_, i) => {
    const label = i === 0 ? labels[0] : i === height - 1 ? labels[1] : '';
    const below = 8 * (height - 1 - i);
    const blocks = heights.map((h) => eighths[Math.min(8, Math.max(0, h - below))] || ' ');
    return `${padded(label, margin, 'right')} ┤${blocks.join('')}`.trimEnd();
  });
  const scale = columns.length / values.length;
  const placed = ticks.map(({ index, label }) => ({ at: Math.floor(index * scale), label }));
  return [...rows, tickLine(placed, margin + 2, width)];
}

/** In eighths of a row, at least one. */
function heightOf(value: number, least: number, greatest: number, rows: number): number {
  if (Number.isNaN(value)) return 0;
  if (value >= greatest) return 8 * rows;
  return 1 + Math.floor(((value - least) / (greatest - least)) * (8 * rows - 1));
}

function tickLine(
  ticks: readonly { readonly at: number; readonly label: string }[],
  margin: number,
  width: number,
): string {
  let line = ' '.repeat(margin);
  let free = 0;
  for (const { at, label } of ticks) {
    if (at < free || margin + at + label.length > width) continue;
    line = padded(line, margin + at) + label;
    free = at + label.length + 1;
  }
  return line;
}
