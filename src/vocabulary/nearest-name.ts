// "did you mean": the known name closest to a misspelled one.

/** Damerau–Levenshtein distance (optimal string alignment): a swap of neighbours costs 1. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(
        rows[i - 1]![j]! + 1,
        row[j - 1]! + 1,
        rows[i - 1]![j - 1]! + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      }
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[-_. ]/g, '');
}

/** The closest known name, or null where none is near enough to be what was meant. */
export function nearestName(name: string, known: Iterable<string>): string | null {
  if (name.length > 64) return null;
  // Fewer changes than letters: `a` is not what was meant by `y`.
  const most = Math.min(name.length - 1, Math.max(1, Math.floor(name.length / 3)));
  const written = folded(name);
  let nearest: string | null = null;
  let smallest = most + 1;
  for (const candidate of known) {
    const meant = folded(candidate);
    // No fewer changes than letters too many: a file of a million wrong keys is refused in a moment.
    if (Math.abs(meant.length - written.length) >= smallest) continue;
    const d = distance(written, meant);
    if (d < smallest) {
      nearest = candidate;
      smallest = d;
    }
  }
  return nearest;
}

/** `did you mean \`dropout\`?`, or a list of what there is. */
export function suggestion(name: string, known: readonly string[]): string {
  const near = nearestName(name, known);
  if (near !== null) return `did you mean \`${near}\`?`;
  return `use one of ${known.map((k) => `\`${k}\``).join(', ')}`;
}
