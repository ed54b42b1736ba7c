// What `export --format` can write.

import { Slip } from '../../vocabulary/errors.js';
import { suggestion } from '../../vocabulary/nearest-name.js';
import type { Leaderboard } from '../leaderboard.js';
import { csvExport } from './csv.js';
import type { ExportOptions } from './export-table.js';
import { jsonExport } from './json.js';
import { markdownExport } from './markdown.js';

const formats: Readonly<Record<string, (l: Leaderboard, o: ExportOptions) => string>> = {
  csv: csvExport,
  json: jsonExport,
  md: markdownExport,
};

/** The same rows give the same bytes. @throws Slip for a format that there is not */
export function exportLeaderboard(
  leaderboard: Leaderboard,
  format: string,
  options: ExportOptions = {},
): string {
  const write = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (write === undefined) {
    throw new Slip(
      `expected a format that can be written, found \`${format}\`: ${suggestion(format, Object.keys(formats))}`,
    );
  }
  return write(leaderboard, options);
}
