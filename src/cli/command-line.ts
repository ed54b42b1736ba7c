// The words of the command line: commands, their arguments and options, and their help. What a command
// does is loaded when it runs, so that `--help` costs hardly more than Node's own start.

import { Command } from 'commander';
import {
  collected,
  finiteNumber,
  growth,
  keyValue,
  positiveNumber,
  wholeNumber,
} from './arguments.js';
import type { ExitCode } from './exit-code.js';
import { duration, untilTime } from './limits/time-words.js';

/** @param exit hears how the command that was run has ended */
export function commandLine(version: string, exit: (code: ExitCode) => void): Command {
  const program = new Command('nightsweep')
    .description('Hyperparameter sweeps that reproduce to the bit and never train twice.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('(add --help for what there is)')
    .exitOverride();

  /** Loads a command's work and does it with the command's arguments and options. */
  function doing<Words extends unknown[]>(
    load: () => Promise<(...words: Words) => Promise<ExitCode>>,
  ): (...words: Words) => Promise<void> {
    return async (...words) => exit(await (await load())(...words));
  }

  withResults(withMemo(withNight(withLimits(withWorkers(definitionCommand(program, 'run'))))))
    .description('train a sweep, show how it goes, and rank what it found')
    .action(doing(async () => (await import('./commands/run.js')).run));

  const checked = withWorkers(definitionCommand(program, 'check')).option(
    '--no-estimate',
    'measure nothing, and say nothing of the time',
  );
  withResults(withClocks(checked, 'say what fits until', 'say what fits into'))
    .description('say what a definition would run and how long it takes, and keep nothing')
    .action(doing(async () => (await import('./commands/check.js')).check));

  const lrFind = definitionCommand(program, 'lr-find')
    .option('--from <lr>', 'the first learning rate (default: 1e-7)', positiveNumber(1000))
    .option('--to <lr>', 'the last learning rate (default: 10)', positiveNumber(1000))
    .option('--steps <n>', 'optimizer steps between them (default: 100)', wholeNumber(10, 1e5));
  withJson(lrFind)
    .description('find learning rates that are worth a search, and keep nothing')
    .action(doing(async () => (await import('./commands/lr-find.js')).lrFind));

  const resume = sweepCommand(program, 'resume')
    .option('--retrain', 'trained by another core: begin it anew with this one')
    .option('--keep', 'trained by another core: keep finished trials as they are');
  withResults(withNight(withLimits(withWorkers(resume))))
    .description('go on with a sweep that was interrupted')
    .action(doing(async () => (await import('./commands/resume.js')).resume));

  const extend = sweepCommand(program, 'extend')
    .option('--trials <n>', 'so many trials in all, or +50 more', growth(1e9))
    .option('--epochs <n>', 'so many epochs for each, or +54 more', growth(1e6));
  withResults(withMemo(withNight(withLimits(withWorkers(withSet(extend))))))
    .description('make a sweep longer, and train only what it did not have')
    .action(doing(async () => (await import('./commands/extend.js')).extend));

  const verify = sweepCommand(program, 'verify')
    .option('--top <k>', 'only the best k trials', wholeNumber(1, 1e9))
    .option('--sample <n>', 'only n trials, drawn by the sweep’s seed', wholeNumber(1, 1e9));
  withResults(withWorkers(verify))
    .description('train a sweep again, and compare every bit with what is stored')
    .action(doing(async () => (await import('./commands/verify.js')).verify));

  const simulate = sweepCommand(program, 'simulate')
    .option('--schedule <choice>', "as asha, or '{type: asha, eta: 4}'; repeatable", collected)
    .option('--stopping <rule>', 'as median, or a list of rules; repeatable', collected)
    .option('--finish', 'first train what was cut short to the end');
  withResults(withPauses(withWorkers(simulate)))
    .description('say what another schedule or other rules would have done')
    .action(doing(async () => (await import('./commands/simulate.js')).simulate));

  withResults(sweepCommand(program, 'attach'))
    .description('look at a sweep that runs in the background until it ends')
    .action(doing(async () => (await import('./commands/attach.js')).attach));

  const stop = sweepCommand(program, 'stop');
  withResults(stop.option('--now', 'end it at once: only what is stored is kept'))
    .description('ask the process that runs a sweep to save and end')
    .action(doing(async () => (await import('./commands/stop.js')).stop));

  withResults(program.command('ls'))
    .description('list the sweeps, latest first')
    .action(doing(async () => (await import('./commands/ls.js')).ls));

  withResults(sweepCommand(program, 'status'))
    .description('how far a sweep is')
    .action(doing(async () => (await import('./commands/status.js')).status));

  withResults(sweepCommand(program, 'best'))
    .description('the winner: its configuration and its curves')
    .action(doing(async () => (await import('./commands/best.js')).best));

  withResults(withChoice(sweepCommand(program, 'top')))
    .description('the leaderboard')
    .option('-n <count>', 'at most so many trials (default: 20)', wholeNumber(1, 1e9))
    .action(doing(async () => (await import('./commands/top.js')).top));

  withResults(program.command('show'))
    .description('everything that is known of one trial')
    .argument('<sweep/trial>', 'digits/17; /17 is one of the latest sweep')
    .action(doing(async () => (await import('./commands/show.js')).show));

  withResults(program.command('model'))
    .description('where the trained model of a trial lies, and a copy of it')
    .argument('<sweep/trial>', 'digits/17; /17 is one of the latest sweep')
    .option('-o, --output <file>', 'a safetensors file to write')
    .action(doing(async () => (await import('./commands/model.js')).model));

  withResults(withChoice(sweepCommand(program, 'export')))
    .description('write the whole leaderboard to a file, or to the output')
    .option('-f, --format <format>', 'csv, json or md (default: by the file’s name, else csv)')
    .option('-o, --output <file>', 'the file to write')
    .option('--times', 'with columns of when trials began and ended')
    .action(doing(async () => (await import('./commands/export.js')).exportCommand));

  const gc = program
    .command('gc')
    .argument('[sweep]', 'its name, or the start of its id; left out: all of them')
    .option('--keep <k>', 'the best k of each sweep stay whole (default: 5)', wholeNumber(0, 1e9))
    .option('--dry-run', 'only say what would be freed');
  withResults(gc)
    .description('remove checkpoints that no kept trial needs, and files of nobody')
    .action(doing(async () => (await import('./commands/gc.js')).gc));

  const doctor = program.command('doctor');
  withResults(doctor.option('--repair', 'forget damaged checkpoints, so that they are made again'))
    .description('whether installation, disk, database and checkpoints are sound')
    .action(doing(async () => (await import('./commands/doctor.js')).doctor));

  withResults(program.command('backup'))
    .description('copy the database to a file, also while a sweep runs')
    .argument('<file>', 'a new file, or an earlier backup')
    .action(doing(async () => (await import('./commands/backup.js')).backup));

  return program;
}

function sweepCommand(program: Command, name: string): Command {
  return program
    .command(name)
    .argument('[sweep]', 'its name, or the start of its id; left out: the latest');
}

function definitionCommand(program: Command, name: string): Command {
  return withSet(program.command(name).argument('<file>', 'a sweep definition, YAML or JSON'))
    .option('--seed <n>', 'the sweep’s seed', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option('--name <name>', 'the sweep’s name');
}

function withSet(command: Command): Command {
  const change = 'change the definition, as data.file=a.csv; repeatable';
  return command.option('-s, --set <key=value>', change, keyValue);
}

function withChoice(command: Command): Command {
  return command
    .option('--where <expr>', `trials for which it holds, as "lr < 0.01 and optimizer = 'adam'"`)
    .option('--sort <key>', 'by other columns than rank, as "lr desc, epochs"');
}

function withWorkers(command: Command): Command {
  const threads = 'threads that train (default: one for each core)';
  return command.option('-w, --workers <n>', threads, wholeNumber(1, 1024));
}

function withMemo(command: Command): Command {
  return command.option('--no-memo', 'train everything again, also what is known');
}

function withLimits(command: Command): Command {
  const target = 'pause when a trial’s metric is as good as this';
  return withPauses(command).option('--target <value>', target, finiteNumber);
}

function withPauses(command: Command): Command {
  const epochs = 'pause after so many epochs of this run';
  return withClocks(command, 'pause at', 'pause after').option(
    '--max-epochs <n>',
    epochs,
    wholeNumber(1, 1e12),
  );
}

function withClocks(command: Command, until: string, after: string): Command {
  return command
    .option('--until <time>', `${until} 07:00, the next one, or 2026-11-26T07:00`, (text) =>
      untilTime(text),
    )
    .option('--for <duration>', `${after} 8h, 90m, 30s or 1h30m`, duration);
}

function withNight(command: Command): Command {
  return command
    .option('--notify <url>', 'POST a notice (JSON) there at the end or on trouble')
    .option('--no-bell', 'do not ring the terminal then')
    .option('--detach', 'run in the background, with a log in results/logs');
}

function withResults(command: Command): Command {
  const directory = 'directory of results (default: $NIGHTSWEEP_RESULTS, else ./results)';
  return withJson(command.option('--results <dir>', directory));
}

function withJson(command: Command): Command {
  return command.option('--json', 'print JSON for other programs, and nothing else');
}
