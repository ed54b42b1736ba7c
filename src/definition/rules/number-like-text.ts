// Text that a person meant as a number. YAML reads 0,001 and 1_000 and "1e-3" as text without a word;
// the sweep would then run with something else than what was meant.

export interface Misread {
  /** The number that was probably meant, as YAML reads it. */
  readonly number: string;
  /** "with a decimal point" */
  readonly how: string;
}

const FORMS: readonly { pattern: RegExp; how: string; repair: (text: string) => string }[] = [
  {
    pattern: /^[-+]?\d+,\d+(?:[eE][-+]?\d+)?$/,
    how: 'with a decimal point',
    repair: (text) => text.replace(',', '.'),
  },
  {
    pattern: /^[-+]?\d[\d_]*_[\d_]*(?:\.\d+)?$/,
    how: 'without underscores',
    repair: (text) => text.replaceAll('_', ''),
  },
  {
    pattern: /^\d+(?:\.\d+)?\s?%$/,
    how: 'as a share of 1',
    repair: (text) => String(Number((Number.parseFloat(text) / 100).toPrecision(15))),
  },
  {
    pattern: /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/,
    how: 'without quotes',
    repair: (text) => text,
  },
];

/** Null for text that does not look like a number. */
export function numberLikeText(text: string): Misread | null {
  const trimmed = text.trim();
  if (trimmed.length > 40) return null;
  const form = FORMS.find(({ pattern }) => pattern.test(trimmed));
  return form === undefined ? null : { number: form.repair(trimmed), how: form.how };
}
