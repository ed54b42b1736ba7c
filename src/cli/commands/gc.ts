// nightsweep gc [SWEEP]

import { type Amount, type Collected, collect } from '../../store/collect.js';
import type { SweepSummary } from '../../store/read-sweeps.js';
import { KEPT_TRIALS } from '../../store/spare-states.js';
import { bytesText } from '../../vocabulary/bytes-text.js';
import { ExitCode } from '../exit-code.js';
import type { QueryOptions } from '../query.js';
import { resultsDirectory } from '../results-directory.js';
import { plainTable } from '../terminal/plain-table.js';
import { printable } from '../terminal/printable.js';
import { countText, plural } from '../terminal/quantities.js';
import { type Terminal, terminalOn } from '../terminal/terminal.js';

export interface GcOptions extends QueryOptions {
  readonly keep?: number;
  readonly dryRun?: boolean;
}

const head = [
  { head: 'name', flexible: true },
  { head: 'id' },
  { head: 'state' },
  { head: 'files', align: 'right' },
  { head: 'freed', align: 'right' },
] as const;

export async function gc(selector: string | undefined, options: GcOptions): Promise<ExitCode> {
  const { results, json, keep = KEPT_TRIALS, dryRun = false } = options;
  const terminal = terminalOn(process.stdout);
  const collected = collect(resultsDirectory(results), { selector, keep, dryRun });
  const text =
    json === true
      ? JSON.stringify(gcObject(collected, keep, dryRun), null, 2)
      : gcText(collected, keep, dryRun, terminal);
  terminal.write(`${text}\n`);
  return ExitCode.done;
}

function gcObject({ sweeps, strays, files, bytes }: Collected, keep: number, dryRun: boolean) {
  return {
    dry_run: dryRun,
    keep,
    files,
    bytes,
    sweeps: sweeps.map(({ sweep, ...amount }) => ({
      sweep: sweep.id,
      name: sweep.name,
      state: sweep.state,
      ...amount,
    })),
    strays,
  };
}

function gcText(
  { sweeps, strays, ...all }: Collected,
  keep: number,
  dryRun: boolean,
  { columns, colours }: Terminal,
): string {
  const rows = sweeps.map(({ sweep, ...amount }) => ({
    cells: [
      printable(sweep.name),
      sweep.id.slice(0, 8),
      stateText(sweep),
      countText(amount.files),
      bytesText(amount.bytes),
    ],
  }));
  const lines = [
    `${dryRun ? 'would free' : 'freed'} ${amountText(all)}; the best ${plural(keep, 'trial')} of each sweep ${keep === 1 ? 'is' : 'are'} kept whole`,
  ];
  if (strays.files > 0)
    lines.unshift(`${amountText(strays)} that nobody names, or that a killed process left`);
  if (rows.length > 0) lines.unshift(plainTable(head, rows, { columns, headStyle: colours.dim }));
  return lines.join('\n');
}

/** Why a sweep that can still go on gives nothing up. */
function stateText({ state }: SweepSummary): string {
  return state === 'completed' || state === 'failed' ? state : `${state}: keeps all`;
}

function amountText({ files, bytes }: Amount): string {
  return `${plural(files, 'file')}, ${bytesText(bytes)}`;
}
