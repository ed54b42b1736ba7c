#!/usr/bin/env node
// The command. Everything heavy is loaded by the command that needs it: this file and what it imports
// are all that `--help` costs.

import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { commandLine } from './command-line.js';
import { ExitCode } from './exit-code.js';
import { reportError } from './report-error.js';
import { leaveGoneTerminals } from './terminal/gone-terminal.js';
import { surviveClosedOutput, terminalOn } from './terminal/terminal.js';

/** Also in package.json. Workers, SQLite and the file system are used as they are from here on. */
const OLDEST_NODE = [20, 19] as const;

function refuseOldNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldest, oldestMinor] = OLDEST_NODE;
  if (major > oldest || (major === oldest && minor >= oldestMinor)) return;
  process.stderr.write(
    `nightsweep: expected Node ${OLDEST_NODE.join('.')} or later, found ${process.versions.node}: update Node\n`,
  );
  process.exit(ExitCode.failed);
}

function packageVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

async function main(words: readonly string[]): Promise<void> {
  const program = commandLine(packageVersion(), (code) => {
    process.exitCode = code;
  });
  try {
    await program.parseAsync(words);
  } catch (thrown) {
    // Commander has said what it had to say.
    const code = thrown instanceof CommanderError ? usageCode(thrown) : report(thrown);
    process.exitCode = code;
  }
}

function usageCode({ exitCode }: CommanderError): ExitCode {
  return exitCode === 0 ? ExitCode.done : ExitCode.slip;
}

function report(thrown: unknown): ExitCode {
  return reportError(thrown, terminalOn(process.stderr));
}

refuseOldNode();
surviveClosedOutput();
leaveGoneTerminals();
await main(process.argv);
