// A bar of so many columns, half a column fine.

export interface Bar {
  readonly filled: string;
  readonly rest: string;
}

/** @param share 0..1; full only at 1 */
export function progressBar(share: number, width: number): Bar {
  const halves = Math.floor(Math.min(1, Math.max(0, share)) * width * 2);
  const filled = '━'.repeat(Math.floor(halves / 2)) + (halves % 2 === 1 ? '╸' : '');
  return { filled, rest: '─'.repeat(width - filled.length) };
}
