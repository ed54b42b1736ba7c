// exp, log, pow, sin and cos for the search side and for data, from additions, multiplications and
// divisions alone. Math.exp and its kin differ between engines in the last digits (Math.pow changed
// between Node 22 and 24); a learning rate drawn with them would not be the same bits everywhere.
// Accuracy: within 2 units in the last place of the true value on the ranges that sweeps use.

const LN2_HI = 0.6931471803691238; // the upper 32 bits of ln 2: k * LN2_HI is exact
const LN2_LO = 1.9082149292705877e-10;
const PI_2_HI = 1.5707963267341256; // the upper 33 bits of pi/2
const PI_2_MID = 6.077100506303966e-11;
const PI_2_LO = 2.0222662487959506e-21;

/** 2^k, exact, for -1074 <= k <= 1023. */
function powerOfTwo(k: number): number {
  let result = 1;
  const factor = k < 0 ? 0.5 : 2;
  for (let n = Math.abs(k); n > 0; n--) result *= factor;
  return result;
}

/** e^x: x = k ln 2 + r with |r| <= ln2/2, then the Taylor series of e^r to r^13. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019412) return 0;
  const k = Math.round(x / Math.LN2);
  const r = x - k * LN2_HI - k * LN2_LO;
  let term = 1;
  for (let n = 13; n >= 1; n--) term = 1 + (r / n) * term;
  // In two steps: 2^k alone would overflow at k = 1024 and lose the subnormals' last bits below.
  const half = Math.trunc(k / 2);
  return term * powerOfTwo(half) * powerOfTwo(k - half);
}

/** ln x: x = 2^k m with m in [sqrt(1/2), sqrt 2), ln m = 2 artanh((m-1)/(m+1)) as a series. */
export function log(x: number): number {
  if (Number.isNaN(x) || x < 0) return Number.NaN;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x === Number.POSITIVE_INFINITY) return x;
  let k = 0;
  let m = x;
  while (m >= Math.SQRT2) {
    m *= 0.5;
    k++;
  }
  while (m < Math.SQRT1_2) {
    m *= 2;
    k--;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let series = 0;
  for (let n = 23; n >= 3; n -= 2) series = (series + 1 / n) * z;
  return k * LN2_HI + (2 * s + (2 * s * series + k * LN2_LO));
}

/** base^exponent for base > 0. */
export function pow(base: number, exponent: number): number {
  return exp(exponent * log(base));
}

/** base^n for whole n >= 0, by squaring. */
export function wholePower(base: number, n: number): number {
  let result = 1;
  let square = base;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

/** sin or cos of r, |r| <= pi/4, by Taylor series. */
function smallSine(r: number): number {
  const z = r * r;
  let series = 1;
  for (let n = 18; n >= 2; n -= 2) series = 1 - (z / (n * (n + 1))) * series;
  return r * series;
}

function smallCosine(r: number): number {
  const z = r * r;
  let series = 1;
  for (let n = 17; n >= 1; n -= 2) series = 1 - (z / (n * (n + 1))) * series;
  return series;
}

/** cos x for |x| up to about a million. */
export function cos(x: number): number {
  const k = Math.round(x / (Math.PI / 2));
  const r = x - k * PI_2_HI - k * PI_2_MID - k * PI_2_LO;
  const quadrant = ((k % 4) + 4) % 4;
  if (quadrant === 0) return smallCosine(r);
  if (quadrant === 1) return -smallSine(r);
  return quadrant === 2 ? -smallCosine(r) : smallSine(r);
}

/** sin x for |x| up to about a million. */
export function sin(x: number): number {
  const k = Math.round(x / (Math.PI / 2));
  const r = x - k * PI_2_HI - k * PI_2_MID - k * PI_2_LO;
  const quadrant = ((k % 4) + 4) % 4;
  if (quadrant === 0) return smallSine(r);
  if (quadrant === 1) return smallCosine(r);
  return quadrant === 2 ? -smallSine(r) : -smallCosine(r);
}
