// A setting of the catalogue as a schema: what its value may be, and what it is for.

import * as z from 'zod';
import type { Setting, SettingKind } from '../../vocabulary/setting.js';
import { oneOf, realNumber, WHOLE_MAX, wholeNumber } from './leaf-schema.js';

function listed(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

function kindSchema(kind: SettingKind, about: string): z.ZodType {
  switch (kind.type) {
    case 'number':
      return realNumber(kind, about);
    case 'integer': {
      const min = kind.min ?? -WHOLE_MAX;
      const max = kind.max ?? WHOLE_MAX;
      return wholeNumber(kind.aboveMin ? min + 1 : min, kind.belowMax ? max - 1 : max, about);
    }
    case 'choice':
      return oneOf(kind.values as readonly [string, ...string[]], about);
    case 'boolean':
      return z.boolean({ error: 'true or false' }).describe(about);
    case 'integers': {
      const words = kind.words === undefined ? '' : ` and ${listed(kind.words)}`;
      const error = `a list of at most ${kind.maxLength} whole numbers${words}`;
      const number = wholeNumber(kind.min, kind.max, about);
      const item =
        kind.words === undefined
          ? number
          : z.union([number, oneOf(kind.words as readonly [string, ...string[]], about)], {
              error: `a whole number from ${kind.min} to ${kind.max}, or ${listed(kind.words)}`,
            });
      return z.array(item, { error }).max(kind.maxLength, { error }).describe(about);
    }
    case 'numbers': {
      const error = `${listed(kind.words)}, or a list of at most ${kind.maxLength} numbers`;
      const list = z.array(realNumber(kind, about), { error }).max(kind.maxLength, { error });
      const word = oneOf(kind.words as readonly [string, ...string[]], about);
      return z.union([word, list], { error }).describe(about);
    }
  }
}

export function settingSchema(setting: Setting): z.ZodType {
  return kindSchema(setting.kind, setting.about);
}

export function isNumeric(kind: SettingKind): boolean {
  return kind.type === 'number' || kind.type === 'integer';
}
