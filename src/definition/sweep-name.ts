// Any text as the name of a sweep: letters, digits, `-`, `_` and `.`, at most 64 of them.

/** `my sweep` is my-sweep. */
export function nameFrom(text: string): string {
  const name = text.replaceAll(/[^A-Za-z0-9._-]+/g, '-');
  return name.replace(/^[^A-Za-z0-9]+/, '').slice(0, 64) || 'sweep';
}
