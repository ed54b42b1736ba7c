// How fast epochs are trained, over the last half minute: long enough to be calm, short enough to notice
// that the machine was asleep or that larger networks have begun.

/** Milliseconds. */
const WINDOW = 30_000;
const SPACING = 500;

export interface Speed {
  /** @param now milliseconds of a clock that does not go back */
  note(now: number, epochs: number, trials: number): void;
  /** Per second; null until there is something to tell. */
  readonly epochsPerSecond: number | null;
  readonly trialsPerMinute: number | null;
}

interface Sample {
  readonly now: number;
  readonly epochs: number;
  readonly trials: number;
}

export function sweepSpeed(): Speed {
  const samples: Sample[] = [];

  function rate(count: (sample: Sample) => number): number | null {
    const [first, last] = [samples[0], samples.at(-1)];
    if (first === undefined || last === undefined || last.now - first.now < SPACING) return null;
    const counted = count(last) - count(first);
    return counted <= 0 ? null : (counted / (last.now - first.now)) * 1000;
  }

  return {
    note(now, epochs, trials) {
      const last = samples.at(-1);
      if (last !== undefined && now - last.now < SPACING) return;
      samples.push({ now, epochs, trials });
      while (samples.length > 2 && now - samples[1]!.now >= WINDOW) samples.shift();
    },
    get epochsPerSecond() {
      return rate(({ epochs }) => epochs);
    },
    get trialsPerMinute() {
      const perSecond = rate(({ trials }) => trials);
      return perSecond === null ? null : perSecond * 60;
    },
  };
}
