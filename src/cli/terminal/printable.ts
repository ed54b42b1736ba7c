// What comes from files and databases is shown, never obeyed: a name cannot move the cursor, colour the
// screen, turn the direction of writing or begin a new line.

// C0, DEL and C1; soft hyphens, zero-width and direction marks; line and paragraph separators.
const unprintable =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line of text in which every character that could do something is spelt out: \n, \u{1b}. */
export function printable(text: string): string {
  return text.replace(
    unprintable,
    (mark) => short[mark] ?? `\\u{${mark.codePointAt(0)!.toString(16)}}`,
  );
}

/** The same, where lines are meant to be lines (a stack trace). */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
