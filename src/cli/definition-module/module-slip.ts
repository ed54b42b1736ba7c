// What is thrown while a definition's own code is loaded and run, as a slip with the place in that code,
// where it is known.

import { messageOf, Slip } from '../../vocabulary/errors.js';
import { codePlace, type ModulePlace } from './code-place.js';

function isSlip(thrown: unknown): thrown is Slip {
  return thrown instanceof Error && thrown.name === 'Slip' && 'complaints' in thrown;
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
}

/** What Node of this version cannot do; null: something else went wrong. */
function missingOfNode(thrown: unknown, file: string): string | null {
  const version = process.versions.node;
  // Types are taken off by Node itself, since 22.18.
  if (codeOf(thrown) === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.[cm]?ts$/i.test(file)) {
    return `expected a Node that reads TypeScript, found ${version}: use Node 22.18 or later, or write it in JavaScript and save it as .mjs`;
  }
  if (codeOf(thrown) === 'MODULE_NOT_FOUND' && messageOf(thrown).includes("'nightsweep'")) {
    return `expected a Node that finds nightsweep for \`require\`, found ${version}: write an import in place of it and save it as .mjs, or use Node 22.15 or later`;
  }
  return null;
}

export function moduleSlip(thrown: unknown, where: ModulePlace): Slip {
  const { file } = where;
  if (isSlip(thrown)) {
    const at = (place: string) => (place === '' ? file : `${file} ${place}`);
    return new Slip(thrown.complaints.map(({ place, message }) => ({ place: at(place), message })));
  }
  const missing = missingOfNode(thrown, file);
  if (missing !== null) return new Slip([{ place: file, message: missing }]);
  const kind = thrown instanceof Error ? `${thrown.name}: ` : '';
  const [said] = `${kind}${messageOf(thrown)}`.split('\n', 1);
  const message = `expected a definition, found an error in its code (${said}): mend it there`;
  return new Slip([{ place: codePlace(thrown, where), message }]);
}
