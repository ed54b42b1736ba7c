// What an examination comes to, point by point. Wrong is what loses or hides results; a warning is what may
// cost time or space.

export interface Finding {
  /** What was looked at, in a word or two. */
  readonly check: string;
  readonly verdict: 'ok' | 'warning' | 'wrong';
  readonly found: string;
  /** null where there is nothing to do. */
  readonly todo: string | null;
}

export function ok(check: string, found: string): Finding {
  return { check, verdict: 'ok', found, todo: null };
}

export function warning(check: string, found: string, todo: string): Finding {
  return { check, verdict: 'warning', found, todo };
}

export function wrong(check: string, found: string, todo: string): Finding {
  return { check, verdict: 'wrong', found, todo };
}
