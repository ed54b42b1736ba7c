// A curve in one line of text: eight heights of blocks, from the least value to the greatest.

const blocks = '▁▂▃▄▅▆▇█';

/**
 * NaN is a gap; infinities are the lowest and highest block; a flat curve stands at half height. More
 * values than `width` are averaged in groups, each of which counts its numbers only.
 */
export function sparkline(values: readonly number[], width = 40): string {
  const points = averaged(values, width);
  const finite = points.filter(Number.isFinite);
  const least = Math.min(...finite);
  // Halved, so that the span of the greatest and least doubles does not overflow.
  const span = Math.max(...finite) / 2 - least / 2;
  const height = (value: number): string => {
    if (Number.isNaN(value)) return ' ';
    if (!Number.isFinite(value)) return value > 0 ? '█' : '▁';
    return blocks[span === 0 ? 3 : Math.min(7, Math.floor(((value / 2 - least / 2) / span) * 8))]!;
  };
  return points.map(height).join('');
}

/** At most `width` values: more are averaged in groups, without those that are NaN. */
export function averaged(values: readonly number[], width: number): readonly number[] {
  if (values.length <= width) return values;
  return Array.from({ length: width }, (_, i) => {
    const begin = Math.floor((i * values.length) / width);
    const end = Math.floor(((i + 1) * values.length) / width);
    const numbers = values.slice(begin, end).filter((value) => !Number.isNaN(value));
    return numbers.reduce(
      (sum, value) => sum + value / numbers.length,
      numbers.length ? 0 : Number.NaN,
    );
  });
}
