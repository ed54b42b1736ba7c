// How reasons print a metric: six significant digits are enough to be read, the exact value stands
// in the facts beside it.

export function valueText(value: number): string {
  return `${Number(value.toPrecision(6))}`;
}

/** A metric among a reason's facts: JSON has no NaN and no infinities, so these become words. */
export function valueFact(value: number): number | string {
  return Number.isFinite(value) ? value : `${value}`;
}
