// What is said about a file that is no readable text.

import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import { getuid } from 'node:process';
import { expect, it } from 'vitest';
import { fileOf, fileSpec, onlyComplaintOf } from './specs.js';

it('a file that is not there: the likely name is suggested', async () => {
  const file = fileOf('x,y\n1,2\n', 'weather.csv').replace('weather', 'wether');
  expect(await onlyComplaintOf(fileSpec(file))).toBe(
    `<file>|expected a CSV file, found nothing here: did you mean ${file.replace('wether', 'weather')}?`,
  );
});

it('a folder that is not there', async () => {
  const file = `${dirname(fileOf('x'))}/no-such-folder/a.csv`;
  expect(await onlyComplaintOf(fileSpec(file))).toContain(`there is no folder ${dirname(file)}`);
});

it('a folder', async () => {
  expect(await onlyComplaintOf(fileSpec(dirname(fileOf('x'))))).toMatch(/found a folder/);
});

it('a device that never ends', async () => {
  expect(await onlyComplaintOf(fileSpec('/dev/zero'))).toMatch(/found a device, pipe or socket/);
});

it('a path through a file, and one with a NUL', async () => {
  const file = fileOf('x');
  expect(await onlyComplaintOf(fileSpec(`${file}/a.csv`))).toMatch(/can be read, found ENOTDIR/);
  expect(await onlyComplaintOf(fileSpec(`${file}\0`))).toMatch(/can be read, found /);
});

it.skipIf(getuid?.() === 0)(
  'a file without permission (skipped for root, who has it)',
  async () => {
    const file = fileOf('x,y\n1,2\n');
    chmodSync(file, 0o000);
    expect(await onlyComplaintOf(fileSpec(file))).toMatch(/found no permission/);
  },
);

it('an empty file', async () => {
  expect(await onlyComplaintOf(fileSpec(fileOf('')))).toMatch(/found an empty file/);
});

it('binary data', async () => {
  const bytes = Uint8Array.of(80, 65, 82, 49, 0, 1, 2);
  expect(await onlyComplaintOf(fileSpec(fileOf(bytes)))).toMatch(/found binary data/);
});

it('UTF-16, and Latin-1', async () => {
  const utf16 = Buffer.from('\ufeffx,y\n1,2\n', 'utf16le');
  expect(await onlyComplaintOf(fileSpec(fileOf(utf16)))).toMatch(/UTF-16\?/);
  const latin = Buffer.from('größe,y\n1,2\n', 'latin1');
  expect(await onlyComplaintOf(fileSpec(fileOf(latin)))).toMatch(/save the file as CSV UTF-8/);
});
