// The normal distribution of mean 0 and deviation 1: cumulative probabilities, their logarithms and
// quantiles, for samplers that model what they have seen. Rational approximations over our own exp and
// log, so that a proposal is the same bits on every engine. Accuracy: relative 1e-13, tails included.

import { exp, log } from './deterministic-math.js';

const INVERSE_SQRT_2PI = 0.3989422804014327;

/** W. J. Cody, "Rational Chebyshev approximations for the error function", 1969: three ranges of |x|. */
const MIDDLE = 0.67448975;
const OUTER = 5.656854249492381;
const CENTRE_OVER = [2.2352520354606837, 161.02823106855587, 1067.6894854603709] as const;
const CENTRE_UNDER = [47.202581904688245, 976.0985517377767, 10260.932208618979] as const;
const FLANK_OVER = [
  0.39894151208813466, 8.883149794388375, 93.50665613217785, 597.2702763948002, 2494.5375852903726,
  6848.190450536283, 11602.65143764735,
] as const;
const FLANK_UNDER = [
  22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097,
  34900.95272114598, 38912.00328609327,
] as const;
const TAIL_OVER = [
  0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278936,
] as const;
const TAIL_UNDER = [
  1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824,
] as const;

/** Numerator and denominator advance together: ((first x + c0) x + c1) x … over the same from x. */
function ratio(
  x: number,
  first: number,
  over: readonly number[],
  under: readonly number[],
  lastOver: number,
  lastUnder: number,
): number {
  let numerator = first * x;
  let denominator = x;
  for (let i = 0; i < over.length; i++) {
    numerator = (numerator + over[i]!) * x;
    denominator = (denominator + under[i]!) * x;
  }
  return (numerator + lastOver) / (denominator + lastUnder);
}

/** P(X > y) × e^(y²/2) for y > MIDDLE. */
function scaledTail(y: number): number {
  if (y <= OUTER) {
    return ratio(
      y,
      1.0765576773720192e-8,
      FLANK_OVER,
      FLANK_UNDER,
      9842.714838383978,
      19685.429676859992,
    );
  }
  const z = 1 / (y * y);
  const rest = ratio(
    z,
    0.023073441764940174,
    TAIL_OVER,
    TAIL_UNDER,
    0.000029112874951168793,
    0.00007297515550839662,
  );
  return (INVERSE_SQRT_2PI - z * rest) / y;
}

/** P(X < x) - 1/2 for |x| <= MIDDLE. */
function centre(x: number): number {
  return (
    x *
    ratio(
      x * x,
      0.06568233791820745,
      CENTRE_OVER,
      CENTRE_UNDER,
      18154.98125334356,
      45507.78933502673,
    )
  );
}

/** e^(-y²/2), with y² split so that its rounding is not magnified. */
function bell(y: number): number {
  const whole = Math.trunc(y * 16) / 16;
  return exp(-0.5 * whole * whole) * exp(-0.5 * (y - whole) * (y + whole));
}

/** P(X <= x); NaN for NaN. */
export function normalCdf(x: number): number {
  const y = Math.abs(x);
  if (y <= MIDDLE) return 0.5 + centre(x);
  if (y > 39) return x > 0 ? 1 : 0;
  const tail = bell(y) * scaledTail(y);
  return x > 0 ? 1 - tail : tail;
}

/** The density at x. */
export function normalDensity(x: number): number {
  return INVERSE_SQRT_2PI * bell(x);
}

/** Mills' ratio, P(X > y) over the density at y, for y > 0.68: it does not vanish where both do. */
export function normalMills(y: number): number {
  return scaledTail(y) / INVERSE_SQRT_2PI;
}

/** P(low <= X <= high), each tail from its own side, so that far intervals keep their digits. */
export function normalMass(low: number, high: number): number {
  if (low > 0) return normalMass(-high, -low);
  if (low >= -MIDDLE && high <= MIDDLE) return centre(high) - centre(low);
  if (high > 0) return 1 - normalCdf(low) - normalCdf(-high);
  return normalCdf(high) - normalCdf(low);
}

/** M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", 1988. */
const QUANTILE = {
  centreOver: [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
    1971.5909503065513, 133.14166789178438, 3.3871328727963665,
  ],
  centreUnder: [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
    687.1870074920579, 42.31333070160091, 1,
  ],
  flankOver: [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684,
    3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496837,
  ],
  flankUnder: [
    1.0507500716444169e-9, 0.0005475938084995344, 0.015198666563616457, 0.14810397642748008,
    0.6897673349851, 1.6763848301838038, 2.053191626637759, 1,
  ],
  tailOver: [
    2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124,
    0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501104,
  ],
  tailUnder: [
    2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133,
    0.01487536129108506, 0.1369298809227358, 0.599832206555888, 1,
  ],
} as const;

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

/** The x with P(X <= x) = p; the infinities at p = 0 and p = 1, NaN outside [0, 1]. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(QUANTILE.centreOver, r)) / polynomial(QUANTILE.centreUnder, r);
  }
  const tail = Math.min(p, 1 - p);
  if (tail === 0) return p === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const r = Math.sqrt(-log(tail));
  const x =
    r <= 5
      ? polynomial(QUANTILE.flankOver, r - 1.6) / polynomial(QUANTILE.flankUnder, r - 1.6)
      : polynomial(QUANTILE.tailOver, r - 5) / polynomial(QUANTILE.tailUnder, r - 5);
  return q < 0 ? -x : x;
}

/**
 * The quantile of a normal that is cut off to [low, high] (in deviations), low < high: u = 0 gives low,
 * u = 1 gives high. Drawn from the side with more digits.
 */
export function truncatedNormalQuantile(u: number, low: number, high: number): number {
  if (low > 0) return -truncatedNormalQuantile(1 - u, -high, -low);
  const from = normalCdf(low);
  const x = normalQuantile(from + u * normalMass(low, high));
  return Math.min(Math.max(x, low), high);
}
