// A simulation as a person reads it: which choices, a row for each, and what is not certain about them.

import { isDeepStrictEqual } from 'node:util';
import type { SweepDefinition } from '../../definition/sweep-definition.js';
import { type WrittenMap, writtenDefinition } from '../../definition/written-definition.js';
import { plainTable } from '../terminal/plain-table.js';
import { printable } from '../terminal/printable.js';
import { countText, plural } from '../terminal/quantities.js';
import type { Terminal } from '../terminal/terminal.js';
import { fitted } from '../terminal/text-width.js';
import { metricShown } from '../terminal/value-shown.js';
import type { ChoiceResult } from './choice-result.js';
import type { Simulation } from './simulate-sweep.js';
import type { Unfinished } from './unfinished.js';

/** Of a file or a pipe, where lines of text are broken all the same. */
const USUAL_COLUMNS = 80;

const head = [
  { head: 'choice', align: 'right' },
  { head: 'epochs', align: 'right' },
  { head: 'share', align: 'right' },
  { head: 'saved', align: 'right' },
  { head: 'stopped', align: 'right' },
  { head: 'winner', align: 'right' },
  { head: 'best', align: 'right' },
  { head: 'regret', align: 'right' },
] as const;

/** What `--finish` is about to do. A line that ends in a line feed. */
export function finishText({ candidates, epochs }: Unfinished, to: number): string {
  const trials = plural(candidates.length, 'trial');
  return `trains ${trials} on to epoch ${countText(to)}: ${plural(epochs, 'epoch')}\n`;
}

/** Lines that end in a line feed. */
export function simulationText(simulation: Simulation, terminal: Terminal): string {
  const { sweep, definition, results } = simulation;
  const { bold, dim } = terminal.colours;
  const about = `${sweep.id}, ${plural(sweep.trialsInAll, 'trial')} of at most ${plural(definition.epochs, 'epoch')}`;
  const lines = [
    `${bold(printable(sweep.name))}  ${dim(about)}`,
    '',
    ...results.flatMap((_, i) => choiceLines(results, i, terminal)),
    '',
    tableText(simulation, terminal),
    ...remarks(simulation).map((text) => `\n${wrapped(text, terminal).map(dim).join('\n')}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** The schedule beside the choice's number, and each rule in a line below, unless they were named above. */
function choiceLines(
  results: readonly ChoiceResult[],
  index: number,
  { columns, colours }: Terminal,
): readonly string[] {
  const words = results.map(({ definition }) => choiceWords(definition));
  const { schedule, stopping } = words[index]!;
  const earlier = words.findIndex((one) => isDeepStrictEqual(one.stopping, stopping));
  const isNamed = earlier < index && stopping.length > 0;
  const remark = results[index]!.isOwn ? 'its own' : isNamed ? `rules as in ${earlier + 1}` : '';
  const room = (columns ?? Number.POSITIVE_INFINITY) - 1;
  const first = fitted(ruleShown(schedule), room - 8 - remark.length);
  const mark = remark === '' ? '' : `   ${colours.dim(remark)}`;
  return [
    `  ${colours.bold(String(index + 1))}  ${first}${mark}`,
    ...(isNamed ? [] : stopping.map((rule) => `     ${fitted(ruleShown(rule), room - 5)}`)),
  ];
}

/** In the definition's own words, without the rule that is always there. */
export function choiceWords(definition: SweepDefinition) {
  const { schedule, stopping } = writtenDefinition(definition) as {
    readonly schedule: WrittenMap;
    readonly stopping: readonly WrittenMap[];
  };
  const isSaid = (rule: WrittenMap) => rule.type !== 'diverged' || rule.bound !== undefined;
  return { schedule, stopping: stopping.filter(isSaid) };
}

/** asha, eta 3, min_epochs 1 */
function ruleShown({ type, ...keys }: WrittenMap): string {
  const shown = (value: unknown) =>
    typeof value === 'object' && value !== null ? (value as { name?: string }).name : value;
  const options = Object.entries(keys).map(([key, value]) => `${key} ${shown(value)}`);
  return printable([type, ...options].join(', '));
}

function tableText({ results, sweep }: Simulation, { columns, colours }: Terminal): string {
  const rows = results.map((result, i) => ({
    cells: [String(i + 1), ...resultCells(result, sweep.epochsTrained, results[0]!)],
  }));
  return plainTable(head, rows, { columns, headStyle: colours.dim });
}

function resultCells(
  { isOwn, epochs, stopped, keepsWinner, best, regret, certainty }: ChoiceResult,
  trained: number,
  { definition }: ChoiceResult,
): readonly string[] {
  const about = certainty === 'exact' ? '' : '~';
  const decided = certainty === 'estimate' ? '~' : '';
  const better = definition.objective.goal === 'maximize' ? '≥' : '≤';
  const bound = certainty === 'bound' ? `${better} ` : decided;
  return [
    `${about}${countText(epochs)}`,
    `${about}${Math.round((100 * epochs) / trained)} %`,
    isOwn ? '–' : `${about}${signed(trained - epochs)}`,
    `${about}${countText(stopped)}`,
    `${decided}${keepsWinner ? 'kept' : 'lost'}`,
    best === null ? '–' : `${bound}${metricShown(best.value)}`,
    regret === null ? '–' : `${certainty === 'bound' ? '≤ ' : decided}${metricShown(regret)}`,
  ];
}

/** 1,882 or −12 */
function signed(count: number): string {
  return count < 0 ? `−${countText(-count)}` : countText(count);
}

/** What has to be known to read the table, a paragraph each. */
function remarks({
  results,
  sweep,
  winner,
  unfinished,
  failed,
  finished,
  notes,
}: Simulation): readonly string[] {
  const { name, goal } = sweep.objective;
  const paragraphs = [
    `winner: trial ${winner.trial} of the stored sweep, ${printable(name)} ${metricShown(winner.value)} at epoch ${winner.epoch}; regret: by how much the best of a choice is worse`,
  ];
  const isUncertain = results.some(({ certainty }) => certainty !== 'exact');
  results.forEach(({ unknown }, i) => {
    if (unknown.length === 0) return;
    const counts = unknown.map(
      ({ epoch, trials }) => `beyond epoch ${countText(epoch)}: ${plural(trials, 'trial')}`,
    );
    paragraphs.push(`${i + 1}: unknown ${counts.join(', ')}`);
  });
  if (isUncertain) {
    const better = goal === 'maximize' ? '≥' : '≤';
    const kinds = new Set(results.map(({ certainty }) => certainty));
    const meanings = [
      ...(kinds.has('bound')
        ? [`${better} and ≤: the best is at least as good as that, regret at most that`]
        : []),
      ...(kinds.has('estimate')
        ? ['~: what is not known took part in decisions, so it is an estimate']
        : []),
    ];
    paragraphs.push(
      `A curve that was cut short is taken to stay as it was last known. ${meanings.join('; ')}.`,
    );
  }
  if (isUncertain && unfinished.trials > 0) {
    paragraphs.push(
      `--finish makes it true: it trains ${plural(unfinished.trials, 'trial')} on to the end, ${plural(unfinished.epochs, 'epoch')}`,
    );
  }
  if (failed > 0) paragraphs.push(`${plural(failed, 'trial')} failed, and fail again here`);
  if (finished !== null && finished.failed > 0) {
    paragraphs.push(`${plural(finished.failed, 'trial')} could not be trained to the end`);
  }
  return [...paragraphs, ...notes.map(printable)];
}

function wrapped(text: string, { columns }: Terminal): readonly string[] {
  const room = (columns ?? USUAL_COLUMNS) - 3;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `  ${one}`);
}
