// Where sweeps leave what they found: --results, or NIGHTSWEEP_RESULTS, or ./results.

export function resultsDirectory(given: string | undefined): string {
  return given ?? (process.env.NIGHTSWEEP_RESULTS || 'results');
}
