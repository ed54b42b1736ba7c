// Words of `method` that stand for a method with a schedule: one line each. What is written under
// `schedule` may set its options, and must not contradict it.

import type { LadderSpec, Method } from '../sweep-definition.js';

export interface ShortForm {
  readonly method: Method;
  readonly schedule: LadderSpec['type'];
}

const shortForms = {
  successive_halving: { method: 'random', schedule: 'successive_halving' },
  hyperband: { method: 'random', schedule: 'hyperband' },
  bohb: { method: 'tpe', schedule: 'hyperband' },
} as const satisfies Readonly<Record<string, ShortForm>>;

/** What other tools call a method. */
const synonyms = { bayes: 'tpe' } as const satisfies Readonly<Record<string, Method>>;

type ShortWord = keyof typeof shortForms;

export type MethodWord = Method | ShortWord | keyof typeof synonyms;

function isShort(word: MethodWord): word is ShortWord {
  return Object.hasOwn(shortForms, word);
}

/** null: the word is a method by itself. */
export function shortFormOf(word: MethodWord | undefined): ShortForm | null {
  return word !== undefined && isShort(word) ? shortForms[word] : null;
}

/** What the word says of what to try. */
export function methodOf(word: MethodWord): Method {
  if (isShort(word)) return shortForms[word].method;
  return word === 'bayes' ? synonyms[word] : word;
}
