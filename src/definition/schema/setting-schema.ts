// A setting of the catalogue as a schema: what its value may be, and what it is for.

import * as z from 'zod';
import type { Setting, SettingKind } from '../../vocabulary/setting.js';
import { oneOf, realNumber, WHOLE_MAX, wholeNumber } from './leaf-schema.js';

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
      const error = `a list of at most ${kind.maxLength} whole numbers`;
      const item = wholeNumber(kind.min, kind.max, about);
      return z.array(item, { error }).max(kind.maxLength, { error }).describe(about);
    }
  }
}

export function settingSchema(setting: Setting): z.ZodType {
  return kindSchema(setting.kind, setting.about);
}

export function isNumeric(kind: SettingKind): boolean {
  return kind.type === 'number' || kind.type === 'integer';
}
