// Runs the command as a person does, from what the build compiled, in a directory of its own.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const command = resolve('dist/cli/main.js');
if (!existsSync(command))
  throw new Error(`expected the compiled ${command}: run \`npm run build\``);

const overrides = { NO_COLOR: '', NIGHTSWEEP_RESULTS: '', NIGHTSWEEP_DEBUG: '1' };

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Workplace {
  readonly directory: string;
  write(name: string, text: string): void;
  /** Runs the command to its end. */
  run(...words: readonly string[]): Ended;
  /** The same, with its output read as JSON. */
  json<Value>(...words: readonly string[]): Value;
  start(...words: readonly string[]): Started;
  remove(): void;
}

export interface Started {
  readonly child: ChildProcess;
  /** Resolves when the output has the text. Rejects where the command ends without. */
  says(text: string): Promise<void>;
  readonly ended: Promise<Ended>;
}

export function workplace(): Workplace {
  const directory = mkdtempSync(join(tmpdir(), 'nightsweep-command-'));
  const options = { cwd: directory, env: { ...process.env, ...overrides } };

  function run(...words: readonly string[]): Ended {
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, [command, ...words], {
      ...options,
      encoding: 'utf8',
    });
    return { code: status, signal, stdout, stderr };
  }

  return {
    directory,
    write: (name, text) => writeFileSync(join(directory, name), text),
    run,
    json<Value>(...words: readonly string[]) {
      const { stdout, stderr } = run(...words, '--json');
      if (stdout === '') throw new Error(`no output, but on stderr: ${stderr}`);
      return JSON.parse(stdout) as Value;
    },
    start: (...words) => started(spawn(process.execPath, [command, ...words], options)),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function started(child: ReturnType<typeof spawn>): Started {
  let stdout = '';
  let stderr = '';
  const waiting = new Set<() => void>();
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
    for (const look of waiting) look();
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });

  function says(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!stdout.includes(text)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      void ended.then(() => reject(new Error(`ended without ${text}: ${stdout}${stderr}`)));
    });
  }

  return { child, says, ended };
}

/** A second or two of training: 27 trials of successive halving with patience. */
export const halving = `name: halving
method: random
trials: 27
seed: 3
metric: {name: val_accuracy}
data: {generator: glyphs, samples: 1500}
model: {hidden: [64]}
epochs: 9
parameters:
  lr: {distribution: log_uniform_values, min: 0.0003, max: 0.03}
  optimizer: {values: [adam, sgd]}
  momentum: {values: [0, 0.9]}
  dropout: {min: 0.0, max: 0.3}
schedule: {type: successive_halving, eta: 3, min_epochs: 1}
stopping: [{type: patience, patience: 3}]
`;

/** Two trials of two epochs. */
export const small = `name: small
method: grid
metric: {name: val_accuracy}
data: {generator: moons, samples: 200}
model: {hidden: [8]}
epochs: 2
parameters: {lr: {values: [0.01, 0.05]}}
`;
