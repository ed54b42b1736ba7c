// The formats of data files. A file's name alone says its format, so that a definition can be checked
// before any file is there.

export type DataFormat = 'csv' | 'tsv' | 'jsonl' | 'parquet' | 'npy' | 'npz' | 'idx';

/** Formats of named columns; the others hold arrays. */
export const tableFormats: readonly DataFormat[] = ['csv', 'tsv', 'jsonl', 'parquet'];

const ENDINGS: readonly (readonly [DataFormat, RegExp])[] = [
  ['csv', /\.csv$/],
  ['tsv', /\.(tsv|tab)$/],
  ['jsonl', /\.(jsonl|ndjson)$/],
  ['parquet', /\.(parquet|pq)$/],
  ['npy', /\.npy$/],
  ['npz', /\.npz$/],
  // train-images-idx3-ubyte, train-images.idx3-ubyte, labels.idx
  ['idx', /[.-](idx\d?|ubyte)$/],
];

/** What people have data in that nothing here reads, and what to do about it. */
const UNREAD: readonly (readonly [RegExp, string])[] = [
  [/\.json$/, 'write one object per line and name the file .jsonl'],
  [/\.(xlsx?|xlsm|ods)$/, 'save the sheet as CSV'],
  [/\.(feather|arrow|ipc|orc|avro)$/, 'write it as .parquet'],
  [/\.(h5|hdf5|mat|pkl|pickle|pt|pth|safetensors)$/, 'write it as .npz, or as .parquet'],
  [/\.(zip|tar|7z|rar|bz2|xz|zst)$/, 'unpack it; gzip (.gz) may stay'],
  [/\.(png|jpe?g|gif|bmp|webp)$/, 'pack the pictures into one .npy or .npz'],
];

/**
 * The format of a file, by the end of its name; a further `.gz` is passed over, and a name that says
 * nothing is taken for CSV.
 */
export function dataFormatOf(file: string): DataFormat {
  const name = plainName(file);
  return ENDINGS.find(([, ending]) => ending.test(name))?.[0] ?? 'csv';
}

/** What to do about a file whose name says that nothing here can read it; null where something may. */
export function adviceAgainst(file: string): string | null {
  const name = plainName(file);
  return UNREAD.find(([ending]) => ending.test(name))?.[1] ?? null;
}

function plainName(file: string): string {
  return file.toLowerCase().replace(/\.gz$/, '');
}
