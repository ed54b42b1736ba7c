// Whether a computed value is one that a setting takes, and what becomes of it where it must be whole.

import type { ParameterValue } from '../vocabulary/configuration.js';
import type { Setting } from '../vocabulary/setting.js';

/** The value as the setting has it, or null where it takes no such value. Halves are rounded up. */
export function settingValue({ kind }: Setting, computed: ParameterValue): ParameterValue | null {
  switch (kind.type) {
    case 'number':
    case 'integer': {
      if (typeof computed !== 'number' || !Number.isFinite(computed)) return null;
      const value = (kind.type === 'integer' ? Math.round(computed) : computed) + 0;
      const { min = -Number.MAX_VALUE, max = Number.MAX_VALUE, aboveMin, belowMax } = kind;
      const isWithin = value >= min && value <= max;
      const isAtOpenEnd =
        (aboveMin === true && value === min) || (belowMax === true && value === max);
      return isWithin && !isAtOpenEnd ? value : null;
    }
    case 'choice':
      return kind.values.includes(String(computed)) ? computed : null;
    case 'boolean':
      return typeof computed === 'boolean' ? computed : null;
    case 'integers':
    case 'numbers':
      return null;
  }
}
