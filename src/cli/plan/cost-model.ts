// From measured pieces of training to what any piece takes: seconds = segment + epochs × (epoch + rate × cost),
// with no part below zero. What a segment takes by itself is what shows in the shortest pieces; the rest is a
// least squares fit of relative errors, because a small network is measured as often as a large one and must
// not vanish beside it, scaled so that the sum of what was measured comes out.

/** A segment that was trained, perhaps on a part of the data. */
export interface MeasuredSegment {
  /** Logical work that was done: epochs × the work of an epoch on that part; greater than 0. */
  readonly work: number;
  /** Logical work of one epoch of this configuration on all data; greater than 0. */
  readonly cost: number;
  readonly seconds: number;
}

export interface CostModel {
  /** Seconds of a segment beside its epochs: laying out memory, states that travel. */
  readonly perSegment: number;
  /** Seconds of an epoch beside its work. */
  readonly perEpoch: number;
  /** Seconds of one unit of work. */
  readonly perCost: number;
  /** Root mean square of the relative errors of what was measured. */
  readonly spread: number;
}

/** Seconds of a segment of so many epochs on all data. */
export function secondsOf(
  { perSegment, perEpoch, perCost }: CostModel,
  epochs: number,
  cost: number,
): number {
  return perSegment + epochs * (perEpoch + perCost * cost);
}

/** Of the time of a piece so much at least is its work's, however long a segment takes by itself. */
const LEAST_WORK = 0.1;

/**
 * @param short pieces with as little work as there can be
 * @param long pieces with more; one at least
 */
export function fitCostModel(
  short: readonly MeasuredSegment[],
  long: readonly MeasuredSegment[],
): CostModel {
  const rate = sumOf(long, ({ seconds }) => seconds) / sumOf(long, ({ work }) => work);
  const beside = short.map(({ seconds, work }) => Math.max(0, seconds - work * rate));
  const perSegment = median(beside);
  const net = long.map((piece) => ({
    ...piece,
    seconds: Math.max(piece.seconds - perSegment, piece.seconds * LEAST_WORK),
  }));
  // In units of the largest: else the two coefficients are of very different sizes.
  const unit = Math.max(...net.map(({ cost }) => cost));
  // A part of the data has its part of what an epoch takes.
  const rows = net.map(({ work, cost, seconds }): Row => {
    const epochs = work / cost;
    return [epochs / seconds, (epochs * cost) / unit / seconds];
  });
  const [perEpoch, perUnit] = leastSquaresFromZero(rows);
  const predicted = ({ work, cost }: MeasuredSegment) =>
    (work / cost) * (perEpoch + (perUnit * cost) / unit);
  const scale = sumOf(net, ({ seconds }) => seconds) / sumOf(net, predicted);
  const squares = sumOf(net, (piece) => (piece.seconds / (scale * predicted(piece)) - 1) ** 2);
  return {
    perSegment,
    perEpoch: scale * perEpoch,
    perCost: (scale * perUnit) / unit,
    spread: Math.sqrt(squares / net.length),
  };
}

type Row = readonly [number, number];

/** x, y >= 0 for which a x + b y is nearest to 1 over all rows (a, b). */
function leastSquaresFromZero(rows: readonly Row[]): Row {
  const dot = (i: 0 | 1, j: 0 | 1) => sumOf(rows, (row) => row[i] * row[j]);
  const sum = (i: 0 | 1) => sumOf(rows, (row) => row[i]);
  const [aa, ab, bb, a, b] = [dot(0, 0), dot(0, 1), dot(1, 1), sum(0), sum(1)];
  const candidates: Row[] = [
    [a / aa, 0],
    [0, b / bb],
  ];
  const determinant = aa * bb - ab * ab;
  // Rows that are all alike say nothing of the two apart.
  if (determinant > 1e-9 * aa * bb) {
    const both: Row = [(a * bb - b * ab) / determinant, (b * aa - a * ab) / determinant];
    if (both[0] >= 0 && both[1] >= 0) return both;
  }
  const error = ([x, y]: Row) => sumOf(rows, (row) => (row[0] * x + row[1] * y - 1) ** 2);
  return candidates.reduce((best, next) => (error(next) <= error(best) ? next : best));
}

function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}

/** 0 of nothing. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
