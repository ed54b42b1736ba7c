// The view in a person's terminal: what stays, what is redrawn, and what is left when it ends.

import { PassThrough } from 'node:stream';
import pc from 'picocolors';
import { expect, test } from 'vitest';
import { liveView } from '../../src/cli/live-view/live-view.js';
import { surviveClosedOutput, type Terminal, terminalOn } from '../../src/cli/terminal/terminal.js';
import { replicates, startedNine } from './started-sweep.js';

/** A window of 80 columns; `says` waits until a text was written to it. */
function window() {
  const stream = new PassThrough() as unknown as NodeJS.WriteStream & PassThrough;
  Object.assign(stream, { isTTY: true, columns: 80, rows: 24 });
  let text = '';
  let look = () => {};
  stream.on('data', (chunk) => {
    text += chunk;
    look();
  });
  const says = (wanted: string) =>
    new Promise<void>((resolve) => {
      look = () => text.includes(wanted) && resolve();
      look();
    });
  const terminal: Terminal = {
    columns: 80,
    colours: pc.createColors(false),
    stream,
    write: (more) => void stream.write(more),
  };
  return { terminal, says, text: () => text };
}

test('draws what has happened, keeps notes above it, and leaves nothing but these', async () => {
  const { terminal, says, text } = window();
  const view = liveView(terminal);
  view.begin(startedNine);
  expect(text()).toMatch(/^nine {2}0123456789abcdef · seed 7 · 2 workers\nrandom × /);
  await says('9 to come');
  const parameters = { lr: 0.02 };
  view.listen({ kind: 'trial_started', trial: 4, replicates, parameters, configuration: {} });
  const epoch = { epoch: 1, metrics: { val_accuracy: 0.75 } };
  view.listen({ kind: 'epoch', trial: 4, training: '', epoch, source: 'trained' });
  view.listen({ kind: 'trial_epoch', trial: 4, epoch, se: null });
  await says('val_accuracy 0.7500');
  expect(text()).toContain('1 of 21 epochs');
  view.note('the disk is full');
  await says('the disk is full\n');
  view.pausing();
  await says('Ctrl-C again stops at once');
  const before = text().length;
  view.end();
  view.end();
  // Erases its own eight lines and the one where the cursor stood, and draws no more.
  expect(text().slice(before).split('\u001b[2K')).toHaveLength(10);
});

test('falls silent when the terminal is gone, and goes on counting', async () => {
  const { terminal, says, text } = window();
  surviveClosedOutput([terminal.stream]);
  const view = liveView(terminal);
  view.begin(startedNine);
  await says('9 to come');
  const before = text();
  terminal.stream.emit('error', Object.assign(new Error('write EIO'), { code: 'EIO' }));
  const parameters = { lr: 0.02 };
  view.listen({ kind: 'trial_started', trial: 4, replicates, parameters, configuration: {} });
  view.pausing();
  terminalOn(terminal.stream).write('more');
  expect(text()).toBe(before);
  view.end();
});

test('ends quietly where nothing has begun', () => {
  const { terminal, text } = window();
  liveView(terminal).end();
  expect(text()).toBe('');
});
