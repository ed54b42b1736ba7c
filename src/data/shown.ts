// Text from a file, as messages show it: on one line, cut where it is long, and with control characters
// spelled out, so that no file can move a terminal's cursor or forge a line of output.

const LONGEST = 60;

/** A cell or a label, in quotes. */
export function shownCell(cell: string): string {
  return `"${plain(cell)}"`;
}

/** The name of a column or a class, in backticks. */
export function shownName(name: string): string {
  return `\`${plain(name)}\``;
}

/** Text that stands by itself: a column at the end of file:line:column-name, a path. */
export function plain(text: string, longest = LONGEST): string {
  const cut = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  // Control characters, and those that turn the direction of what follows.
  return cut.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (c) => {
    return `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
