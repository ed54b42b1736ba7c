// Every command and option in the documents exists, and docs/commands.md has every one that there is.

import { describe, expect, it } from 'vitest';
import { commandLine } from '../../src/cli/command-line.js';
import { ExitCode } from '../../src/cli/exit-code.js';
import { fixedColumns } from '../../src/store/leaderboard-columns.js';
import { blocks, documents, inlineCode, read, section, tableRows } from './documents.js';

interface Words {
  readonly name: string;
  /** Without --help. */
  readonly options: readonly string[];
}

const flagsOf = (options: readonly { readonly flags: string }[]) =>
  options.flatMap(({ flags }) => flags.match(/(?<![\w-])--?[a-z][a-z-]*/gi) ?? []);

const program = commandLine('0.0.0', () => {});
const commands: readonly Words[] = program.commands.map((command) => ({
  name: command.name(),
  options: flagsOf(command.options),
}));
const everywhere = ['-h', '--help'];
const ofProgram = [...flagsOf(program.options), ...everywhere];

/** The option that a word begins with: --where of `--where <expr>`, none of `-inf`. */
function optionOf(word: string): readonly string[] {
  return /^(?:--[a-z][a-z-]*|-[a-z](?![\w-]))/i.exec(word) ?? [];
}

/** Lines of code that call the command, with what follows its name. */
function calls(text: string): readonly string[] {
  const indented = text.match(/^ {4}.*$/gm) ?? [];
  const code = [
    ...inlineCode(text),
    ...indented,
    ...blocks(text).flatMap((b) => b.text.split('\n')),
  ];
  return code.flatMap((line) => {
    const [, words] = /(?:^|[\s$])nightsweep ([a-z-][^#`;]*)/.exec(line) ?? [];
    return words === undefined ? [] : [words.replaceAll(/"[^"]*"/g, '')];
  });
}

function slipsOf(call: string): readonly string[] {
  const [name = '', ...rest] = call.trim().split(/\s+/);
  const options = rest.flatMap(optionOf);
  if (name.startsWith('-')) return ofProgram.includes(name) ? [] : [name];
  if (name === 'help') return [];
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) return [name];
  return options.filter((option) => ![...command.options, ...everywhere].includes(option));
}

describe('in a document', () => {
  const pages = documents.map((document) => [document, calls(read(document))] as const);

  it('commands are called', () => {
    expect(pages.flatMap(([, all]) => all).length).toBeGreaterThan(30);
  });

  it.each(pages)('%s: every call has a command and options that there are', (_, all) => {
    const wrong = all.flatMap((call) => slipsOf(call).map((word) => `${word} in ${call}`));
    expect(wrong).toEqual([]);
  });

  it.each(documents)('%s: every option that is named on its own is one', (document) => {
    const known = [...commands.flatMap(({ options }) => options), ...ofProgram];
    const named = inlineCode(read(document)).flatMap((code) => optionOf(code));
    expect(named.filter((option) => !known.includes(option))).toEqual([]);
  });
});

describe('docs/commands.md', () => {
  const text = read('docs/commands.md');

  it('has a section for every command', () => {
    const listed = [...text.matchAll(/^\| \[`nightsweep ([\w-]+)/gm)].map(([, name]) => name);
    expect(listed).toEqual(commands.map(({ name }) => name));
  });

  it.each(commands)('$name: the options of its table are those that it has', (command) => {
    const rows = tableRows(section(text, command.name)).map(([first = '']) => first);
    const told = rows.flatMap(inlineCode).flatMap((code) => optionOf(code));
    // Short names are told once, where an option is explained.
    const long = (options: readonly string[]) =>
      options.filter((option) => option.startsWith('--') || option === '-n').sort();
    expect(long(told)).toEqual(long(command.options));
    expect(told.filter((option) => !command.options.includes(option))).toEqual([]);
  });

  it('tells of every short name', () => {
    const short = new Set(commands.flatMap(({ options }) => options).filter((o) => o.length === 2));
    expect([...short].filter((option) => !text.includes(`\`${option}`))).toEqual([]);
  });

  it('has every exit code', () => {
    const codes = tableRows(section(text, 'What all commands have in common'))
      .map(([first]) => first)
      .filter((first) => /^\d+$/.test(first ?? ''));
    expect(codes).toEqual(Object.values(ExitCode).map(String));
  });

  it('has every column that --where knows of, whatever the sweep', () => {
    const told = inlineCode(section(text, 'Conditions'));
    expect(Object.keys(fixedColumns).filter((name) => !told.includes(name))).toEqual([]);
  });
});
