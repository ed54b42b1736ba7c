// Whether this installation can do its work: Node, the SQLite that belongs to it, and the kernels.

import { loadKernels } from '../core/kernels/kernels.js';
import { type Finding, ok, wrong } from '../store/finding.js';
import { sqliteVersion } from '../store/sqlite.js';
import { messageOf } from '../vocabulary/errors.js';

export function examineInstallation(): readonly Finding[] {
  return [
    ok('node', process.version),
    tried('sqlite', () => `SQLite ${sqliteVersion()}`, 'run npm install (or npm rebuild) again'),
    tried(
      'kernels',
      () => `core ${loadKernels().build.slice(0, 12)}`,
      'run npm run build in a checkout, or install nightsweep again',
    ),
  ];
}

function tried(check: string, look: () => string, todo: string): Finding {
  try {
    return ok(check, look());
  } catch (error) {
    return wrong(check, messageOf(error), todo);
  }
}
