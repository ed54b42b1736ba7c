// Documents as their parts: fenced blocks, tables, sections, links. Enough Markdown for our own pages.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Block {
  readonly language: string;
  readonly text: string;
}

/** From the root: README.md, CONTRIBUTING.md, docs/…. */
export const documents: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export function read(document: string): string {
  return readFileSync(join(root, document), 'utf8');
}

export function blocks(text: string): readonly Block[] {
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', body = '']) => ({
    language,
    text: body,
  }));
}

export function headings(text: string): readonly string[] {
  const prose = text.replaceAll(/^```.*?^```$/gms, '');
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
}

/** What stands under a heading, up to the next of its level or a higher one. */
export function section(text: string, heading: string): string {
  const lines = text.split('\n');
  const begin = lines.findIndex(
    (line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading,
  );
  if (begin < 0) throw new Error(`expected a heading ${heading}`);
  const level = lines[begin]!.indexOf(' ');
  const rest = lines.slice(begin + 1);
  const end = rest.findIndex((line) => /^#+ /.test(line) && line.indexOf(' ') <= level);
  return rest.slice(0, end < 0 ? rest.length : end).join('\n');
}

/** Cells of all tables, without their heads. */
export function tableRows(text: string): readonly (readonly string[])[] {
  const lines = text.split('\n');
  return lines
    .filter((line, i) => line.startsWith('|') && !/^\|-/.test(line) && !isHead(lines, i))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

function isHead(lines: readonly string[], i: number): boolean {
  return lines[i + 1]?.startsWith('|-') === true;
}

/** The texts between backticks. */
export function inlineCode(text: string): readonly string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

/** Names in the first cells of the tables: `beta1`, `beta2` are two. */
export function tableNames(text: string): readonly string[] {
  return tableRows(text).flatMap(([first = '']) => inlineCode(first));
}
