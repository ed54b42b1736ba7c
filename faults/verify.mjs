// `nightsweep verify` trains again and compares bits: it must find nothing in what is sound, and one bit
// that was changed in a stored checkpoint, in a stored metric, and in the core.

import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plantChange } from './record.mjs';
import { definitionFile } from './sweeps.mjs';

const project = fileURLToPath(new URL('..', import.meta.url));

const changes = {
  method: 'random',
  trials: 6,
  epochs: 4,
  data: { generator: 'moons', samples: 300 },
  model: { hidden: [8], activation: 'tanh' },
  stopping: [],
};

export async function verify(report, workplace) {
  const file = definitionFile(workplace, 'checked', changes);
  const sound = workplace.place('sound');
  await workplace.json(['run', file, '--results', sound, '--workers', '2']);
  const verified = (results, how) =>
    workplace.run(['verify', 'checked', '--results', results, '--workers', '2'], how);
  const clean = await verified(sound);
  report.control(clean.code === 0, 'what is sound is found sound', textOf(clean));

  const planted = {
    'a stored metric': plantChange,
    'a stored checkpoint': flipCheckpoint,
  };
  for (const [what, plant] of Object.entries(planted)) {
    const results = workplace.place('planted');
    cpSync(sound, results, { recursive: true });
    plant(results);
    const found = await verified(results);
    report.expect(
      found.code === 1 && /epoch \d+/.test(textOf(found)),
      `one bit of ${what} is found, with its epoch`,
      textOf(found),
    );
  }
  const found = await verified(sound, { entry: otherCore(workplace) });
  report.expect(
    found.code === 1 && /core/.test(textOf(found)) && /epoch \d+/.test(textOf(found)),
    'a core with one constant changed is found',
    textOf(found),
  );
}

const textOf = ({ code, stdout, stderr }) =>
  `${code}: ${stderr}${stdout}`.trim().replaceAll('\n', ' / ').slice(0, 300);

function flipCheckpoint(results) {
  const root = join(results, 'checkpoints');
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  const file = join(
    root,
    names.find((name) => name.endsWith('.safetensors')),
  );
  const content = readFileSync(file);
  content[content.length - 4] ^= 1;
  writeFileSync(file, content);
}

/** A coefficient of exp, and one that is a millionth greater. */
const CONSTANT = ['5.0000001201e-1', '5.0000051201e-1'];

/** A build whose kernels have another constant. */
function otherCore(workplace) {
  const copy = workplace.place('other-core');
  for (const part of ['package.json', 'dist', 'src/core/kernels']) {
    cpSync(join(project, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
  const source = join(copy, 'src/core/kernels/assembly/elementary.ts');
  const text = readFileSync(source, 'utf8');
  const changed = text.replace(...CONSTANT);
  if (changed === text) throw new Error(`expected ${CONSTANT[0]} in ${source}, found none`);
  writeFileSync(source, changed);
  const compiler = join(project, 'node_modules/.bin/asc');
  const words = [
    'src/core/kernels/assembly/module.ts',
    '--config',
    'src/core/kernels/asconfig.json',
  ];
  const { status, stderr } = spawnSync(compiler, words, { cwd: copy, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the other core does not compile: ${stderr}`);
  return join(copy, 'dist/cli/main.js');
}
