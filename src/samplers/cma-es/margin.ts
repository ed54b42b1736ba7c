// Steps of whole numbers and other discrete coordinates do not freeze: once the distribution has become so narrow
// that it would draw one value for ever, it is moved and widened along that coordinate until the neighbours keep a
// small probability (Hamano, Saito, Nomura and Shirakawa, "CMA-ES with Margin", 2022). The paper widens
// by a factor beside the covariance; here it goes into the covariance, which says the same of the points.

import { LAST_UNIT, valueAt } from '../../space/draw.js';
import type { Domain } from '../../space/parameter.js';
import { sameValue } from '../../space/representative.js';
import { firstPlace } from '../../vocabulary/first-place.js';
import { normalCdf, normalQuantile } from '../../vocabulary/normal-distribution.js';
import type { SearchDistribution } from './search-distribution.js';

/** Ends of cells are looked for among as many places of [0, 1). */
const PLACES = 0x40000000;

/** The unit numbers that have one value; null: there is no other value on that side. */
export interface Cell {
  readonly low: number | null;
  readonly high: number | null;
}

/** The cell of a discrete domain that u is in, 0 <= u < 1. */
export function cellAround(domain: Domain, u: number): Cell {
  const here = valueAt(domain, u);
  const isHere = (place: number) => sameValue(valueAt(domain, place / PLACES), here);
  const own = Math.floor(u * PLACES);
  const low = firstPlace(own, isHere);
  // Never empty, however narrow the cell is.
  const next = own + 1;
  const high = next + firstPlace(PLACES - next, (beyond) => !isHere(next + beyond));
  const isFirst = sameValue(valueAt(domain, 0), here);
  const isLast = sameValue(valueAt(domain, LAST_UNIT), here);
  return { low: isFirst ? null : low / PLACES, high: isLast ? null : high / PLACES };
}

/**
 * Afterwards a draw along the coordinate is outside the mean's cell at least with this probability (half of it on
 * each side where there are two), 0 < probability < 1/2.
 */
export function keepMargin(
  distribution: SearchDistribution,
  coordinate: number,
  domain: Domain,
  probability: number,
): void {
  const mean = Math.min(Math.max(distribution.mean[coordinate]!, 0), LAST_UNIT);
  const { low, high } = cellAround(domain, mean);
  const deviation = distribution.deviation(coordinate);
  if (low === null && high === null) return;
  if (low === null || high === null) {
    // At an end of the range: near enough to the only neighbour, and, beyond the paper, never so narrow that the
    // mean would stick to the border between them.
    const far = -normalQuantile(probability);
    const width = low === null ? high! : 1 - low;
    const widened = Math.max(deviation, width / (2 * far));
    const most = far * widened;
    const nearest = low === null ? Math.max(mean, high! - most) : Math.min(mean, low + most);
    if (nearest !== mean || widened > deviation) {
      distribution.adjust(coordinate, nearest, widened / deviation);
    }
    return;
  }
  const below = normalCdf((low - mean) / deviation);
  const above = normalCdf((mean - high) / deviation);
  const least = probability / 2;
  if (below >= least && above >= least) return;
  const [wanted, other] = shared(below, above, least);
  const toLow = -normalQuantile(wanted);
  const toHigh = -normalQuantile(other);
  const widened = (high - low) / (toLow + toHigh);
  distribution.adjust(coordinate, low + toLow * widened, widened / deviation);
}

/** Probabilities below and above that are at least so much; what is added is taken from the rest in proportion. */
function shared(below: number, above: number, least: number): readonly [number, number] {
  const lifted = [Math.max(below, least), Math.max(above, least)] as const;
  const inside = 1 - below - above;
  const excess = lifted[0] + lifted[1] + inside - 1;
  const room = lifted[0] - least + (lifted[1] - least) + inside;
  const cut = (p: number) => p - (excess * (p - least)) / room;
  return [cut(lifted[0]), cut(lifted[1])];
}
