// How a kernel gathers one side of a product from pictures: the numbers that kernels/assembly/picture.ts
// reads from the tape, and the scratch memory they speak of. Sizes and places count floats here and
// become bytes where they are written.

export interface Gathering {
  /** Pictures in all. */
  readonly rows: number;
  /** Of a picture, and of one of its lines, as they lie in the source. */
  readonly picture: number;
  readonly line: number;
  /** What of it goes into the frame: so many lines, so much of each. */
  readonly lines: number;
  readonly copied: number;
  /** Of a frame and of its lines, and where the picture begins in it. */
  readonly frame: number;
  readonly frameLine: number;
  readonly inside: number;
  /** Where the first position's first run begins in the frame; how far to the next line and position. */
  readonly source: readonly [start: number, line: number, position: number];
  /** The same for where results belong, and the size of a picture of results. */
  readonly target: readonly [start: number, line: number, position: number];
  readonly targetPicture: number;
  /** Lines of positions, and positions in a line. */
  readonly positions: readonly [lines: number, columns: number];
  /** Runs under a position, and floats of a run. */
  readonly runs: number;
  readonly run: number;
}

/** So many positions at least are worked on together where there are so many, or tiles stay half empty. */
const FEWEST_POSITIONS = 64;

const ALIGNMENT = 64;

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** Pictures in the frames at a time, and their positions. */
function groupOf({ rows, positions: [lines, columns] }: Gathering) {
  const pictures = Math.min(rows, Math.ceil(FEWEST_POSITIONS / (lines * columns)));
  return { pictures, positions: pictures * lines * columns };
}

/** Scratch in bytes. `panels` is for the kernel's own other side, `rest` for what it keeps beside. */
export interface GatheringScratch {
  readonly panels: number;
  readonly blocks: number;
  readonly rest?: number;
}

function sections(gathering: Gathering, { panels, blocks, rest = 0 }: GatheringScratch) {
  const group = groupOf(gathering);
  // The last run of a frame is read up to three floats further than it goes.
  const table = aligned(4 * group.pictures * gathering.frame + 16);
  const panelsAt = table + aligned(32 * Math.ceil(group.positions / 4));
  const blocksAt = panelsAt + aligned(panels);
  const restAt = blocksAt + aligned(blocks);
  return { table, panels: panelsAt, blocks: blocksAt, rest: restAt, end: restAt + aligned(rest) };
}

export function gatheringScratch(gathering: Gathering, scratch: GatheringScratch): number {
  return sections(gathering, scratch).end;
}

/** Positions in one group: a bound for what is gathered at a time. */
export function groupPositions(gathering: Gathering): number {
  return groupOf(gathering).positions;
}

/**
 * The arguments, in picture.ts's order.
 * @param source address of the first picture @param scratch address
 * @param chunk tiles, or positions, that are gathered at a time
 */
export function gatheringArguments(
  gathering: Gathering,
  source: number,
  scratch: number,
  sizes: GatheringScratch,
  chunk: number,
): { readonly words: readonly number[]; readonly rest: number } {
  const { rows, lines, runs, run, positions } = gathering;
  const bytes = (...floats: readonly number[]) => floats.map((count) => 4 * count);
  const at = sections(gathering, sizes);
  const words = [
    rows,
    groupOf(gathering).pictures,
    source,
    ...bytes(gathering.picture, gathering.line),
    lines,
    ...bytes(gathering.copied, gathering.frame, gathering.frameLine, gathering.inside),
    ...bytes(...gathering.source, ...gathering.target, gathering.targetPicture),
    ...positions,
    runs,
    run,
    scratch,
    scratch + at.table,
    scratch + at.panels,
    scratch + at.blocks,
    chunk,
  ];
  return { words, rest: scratch + at.rest };
}
