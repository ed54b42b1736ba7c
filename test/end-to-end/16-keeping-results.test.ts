// Commands that look after results, and two processes on one sweep, as a person sees them.

import { readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { halving, small, type Workplace, workplace } from './nightsweep-command.js';

let place: Workplace;
beforeAll(() => {
  place = workplace();
  place.write('small.yaml', small);
  place.run('run', 'small.yaml');
});
afterAll(() => place.remove());

describe('gc', () => {
  it('refuses a number that is none, and a sweep that there is not', () => {
    expect(place.run('gc', '--keep', 'all').code).toBe(2);
    const { code, stderr } = place.run('gc', 'smal');
    expect([code, stderr]).toEqual([2, expect.stringContaining('did you mean `small`?')]);
  });

  it('says what it would free, and then what it freed', () => {
    const would = place.run('gc', '--keep', '1', '--dry-run');
    expect(would.stdout).toMatch(/small .* completed +1 +\d[\d.]* KiB\nwould free 1 file, /);
    const did = place.run('gc', '--keep', '1');
    expect(did.stdout).toBe(would.stdout.replace('would free', 'freed'));
    expect(did.stdout).toContain('the best 1 trial of each sweep is kept whole');
    expect(place.json('gc', '--keep', '1')).toMatchObject({ files: 0, bytes: 0 });
  });
});

describe('a sweep whose states gc has removed', () => {
  it('is still finished: running it again trains nothing', () => {
    const home = workplace();
    home.write('halving.yaml', halving);
    home.run('run', 'halving.yaml');
    const before = home.run('export').stdout;
    expect(home.json<{ files: number }>('gc', '--keep', '0').files).toBeGreaterThan(20);
    expect(home.json('run', 'halving.yaml')).toMatchObject({ epochs: { trained: 0 } });
    expect(home.run('export').stdout).toBe(before);
    expect(home.run('doctor').code).toBe(0);
    home.remove();
  });

  it('finds the same where they were removed while it ran', () => {
    const free = workplace();
    vi.stubEnv('NIGHTSWEEP_CHECKPOINT_BYTES', '1500000');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const bounded = workplace();
    for (const home of [bounded, free]) home.write('halving.yaml', halving);
    free.run('run', 'halving.yaml');
    const { code, stdout } = bounded.run('run', 'halving.yaml');
    expect(code).toBe(0);
    expect(stdout).toContain('checkpoints have reached');
    expect(bounded.run('export').stdout).toBe(free.run('export').stdout);
    for (const home of [bounded, free]) home.remove();
  });
});

describe('doctor', () => {
  it('finds nothing wrong with sound results', () => {
    const { code, stdout } = place.run('doctor');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok +node +v\d+/);
    expect(stdout).toMatch(/^ok +integrity/m);
    expect(stdout).not.toMatch(/^wrong/m);
  });

  it('names the trial of a damaged checkpoint and exits with 1, until it is forgotten', () => {
    const root = join(place.directory, 'results', 'checkpoints');
    const [file] = readdirSync(root).flatMap((folder) =>
      readdirSync(join(root, folder)).map((name) => join(root, folder, name)),
    );
    truncateSync(file!, 40);
    const { code, stdout } = place.run('doctor');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^wrong +checkpoint +.* of small\/\d at epoch 2 is of another length: /m,
    );
    const repaired = place.json<{ ok: boolean; forgotten: number }>('doctor', '--repair');
    expect(repaired).toMatchObject({ ok: true, forgotten: 1 });
  });
});

describe('backup', () => {
  it('writes a file that is results again', () => {
    expect(place.run('backup', 'saved/x.db').code).toBe(2);
    expect(place.run('backup', 'small.yaml').code).toBe(2);
    const { code, stdout } = place.run('backup', 'tonight.db');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^wrote tonight\.db, \d+ KiB; /)]);
  });
});

describe('two processes on one sweep', () => {
  it('the second is refused with the number of the first', async () => {
    const home = workplace();
    home.write('long.yaml', small.replace('epochs: 2', 'epochs: 1000000'));
    const first = home.start('run', 'long.yaml', '-w', '1');
    await first.says('small');
    const second = home.run('run', 'long.yaml');
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(`under process ${first.child.pid} on`);
    expect(second.stderr).toContain('watching for up to 10 s');
    first.child.kill('SIGKILL');
    await first.ended;
    home.remove();
  });

  it('the first, asleep for longer than a lease, is taken over and ends with 1', async () => {
    const home = workplace();
    home.write('halving.yaml', halving);
    const first = home.start('run', 'halving.yaml', '-w', '1');
    await first.says('halving');
    first.child.kill('SIGSTOP');
    const second = home.run('run', 'halving.yaml');
    expect(second.code).toBe(0);
    first.child.kill('SIGCONT');
    const { code, stderr } = await first.ended;
    expect([code, stderr]).toEqual([1, expect.stringContaining('taken it over')]);
    expect(home.json<{ state: string }>('status').state).toBe('completed');
    home.remove();
  });
});
