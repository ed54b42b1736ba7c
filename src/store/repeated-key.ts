// JSON.parse silently keeps the last of two equal keys, which lets two readers of one file see
// different things. This finds the first repetition in text that is known to be valid JSON.

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/** The first key that stands twice in one object, at any depth, or null. */
export function repeatedKey(validJson: string): string | null {
  const open: Set<string>[] = [];
  let text: string | null = null;
  for (const [token] of validJson.matchAll(tokens)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      // JSON.parse undoes escapes: "a" and "\u0061" are one key.
      const key = String(JSON.parse(text ?? '""'));
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
    text = token.startsWith('"') ? token : null;
  }
  return null;
}
