// Area under the ROC curve: how often a row of the class has a greater score than one of the others, an
// equal score counting half (Mann and Whitney 1947). As scikit-learn's roc_auc_score: of two classes the
// second one's; of more, multi_class='ovr' and average='macro' over the classes that are there.

/**
 * @param scores (classes, rows) @param labels (rows) indices of classes
 * @returns NaN where a score is NaN, and where the rows are all of one class
 */
export function rocAuc(scores: Float64Array, labels: Float32Array, classes: number): number {
  if (hasNaN(scores)) return Number.NaN;
  const rows = labels.length;
  const area = (c: number) => areaOf(scores.subarray(c * rows, (c + 1) * rows), labels, c);
  if (classes === 2) return area(1);
  let sum = 0;
  let there = 0;
  for (let c = 0; c < classes; c++) {
    const own = area(c);
    if (Number.isNaN(own)) continue;
    sum += own;
    there++;
  }
  return sum / there;
}

/** Eight times as fast as `some`. */
function hasNaN(scores: Float64Array): boolean {
  for (let i = 0; i < scores.length; i++) if (Number.isNaN(scores[i]!)) return true;
  return false;
}

/** Of one class against the rest; NaN where there are only rows of the one or of the other. */
function areaOf(scores: Float64Array, labels: Float32Array, c: number): number {
  let count = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i] === c) count++;
  const own = new Float64Array(count);
  const others = new Float64Array(labels.length - count);
  let o = 0;
  let p = 0;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === c) own[p++] = scores[i]!;
    else others[o++] = scores[i]!;
  }
  // The smaller side is sorted, and each score of the other looked up in it.
  const pairs = 2 * own.length * others.length;
  const won =
    others.length < own.length
      ? placesIn(others.sort(), own)
      : pairs - placesIn(own.sort(), others);
  return won / pairs;
}

/** Sum over values of how many of the sorted are smaller, twice, and how many are equal. */
function placesIn(sorted: Float64Array, values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const smaller = countBelow(sorted, value);
    const isThere = sorted[smaller] === value;
    sum += smaller + (isThere ? countUpTo(sorted, value) : smaller);
  }
  return sum;
}

/** How many of the sorted are smaller. Half as long as with a branch, which nobody could predict. */
function countBelow(sorted: Float64Array, value: number): number {
  let from = 0;
  let length = sorted.length;
  while (length > 1) {
    const half = length >>> 1;
    from += half & -Number(sorted[from + half - 1]! < value);
    length -= half;
  }
  return from + Number(sorted[from]! < value);
}

/** How many of the sorted are smaller or equal. */
function countUpTo(sorted: Float64Array, value: number): number {
  let from = 0;
  let length = sorted.length;
  while (length > 1) {
    const half = length >>> 1;
    from += half & -Number(sorted[from + half - 1]! <= value);
    length -= half;
  }
  return from + Number(sorted[from]! <= value);
}
