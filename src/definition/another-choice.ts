// A stored definition under another schedule or other rules, as they are typed in one argument of the
// command line: `asha`, or '{type: asha, eta: 4}'. What is typed is YAML in the definition's own words,
// and is checked by what checks a file; a word alone is its `type`.

import { Slip } from '../vocabulary/errors.js';
import type { Settings } from '../vocabulary/setting.js';
import { type ComplaintBook, complaintBook } from './complaint-book.js';
import { definitionFromTree } from './definition-from-tree.js';
import type { CheckedDefinition } from './read-definition.js';
import { invisibleCharacter } from './source/limits.js';
import { objectTree } from './source/object-source.js';
import type { SourceNode, Spot } from './source/source-node.js';
import { readYaml } from './source/yaml-source.js';
import type { SweepDefinition } from './sweep-definition.js';
import { writtenDefinition } from './written-definition.js';

export interface AnotherChoice {
  /** As typed; null: the definition's own. */
  readonly schedule: string | null;
  /** Rules, or lists of rules, as typed: all of them together; null: the definition's own. */
  readonly stopping: readonly string[] | null;
  /** So many configurations there are to choose from. */
  readonly trials: number;
}

/** Places of what was typed are sorted behind those of the definition, one argument after the other. */
const AFTER_ALL = 1e9;
const LONGEST_ARGUMENT = 1e7;

/**
 * The definition with what was chosen in the place of its own. Warnings are of what was typed alone.
 * @throws Slip with every slip of what was typed: `--schedule:1:14  expected …`
 */
export function definitionUnder(
  definition: SweepDefinition,
  { schedule, stopping, trials }: AnotherChoice,
  settings: Settings,
): CheckedDefinition {
  const book = complaintBook();
  const own = objectTree({ ...writtenDefinition(definition), trials }, book);
  const chosen = new Map<string, SourceNode>();
  if (schedule !== null) {
    const node = typed('--schedule', schedule, 0, book);
    if (node !== null) chosen.set('schedule', withType(node));
  }
  if (stopping !== null) chosen.set('stopping', rulesOf(stopping, book));
  // What was typed and is no YAML leaves nothing to judge.
  const folder = process.cwd();
  const context = {
    settings,
    folders: { definition: folder, working: folder },
    defaultName: definition.name,
  };
  const changed =
    book.errorCount > 0 ? null : definitionFromTree(withEntries(own, chosen), context, book);
  if (changed === null) throw new Slip(book.errors());
  const warnings = book.warnings().filter(({ place }) => place.startsWith('--'));
  return Object.freeze({ definition: changed, warnings });
}

function rulesOf(texts: readonly string[], book: ComplaintBook): SourceNode {
  const nodes = texts.flatMap((text, i) => typed('--stopping', text, i + 1, book) ?? []);
  const spot = nodes[0]?.spot ?? { place: '--stopping', order: AFTER_ALL, overridden: true };
  const items = nodes.flatMap((node) => (node.kind === 'list' ? node.items : [node]));
  return { kind: 'list', spot, items: items.map(withType) };
}

/** @returns null after a slip, which is in the book */
function typed(
  option: string,
  text: string,
  argument: number,
  book: ComplaintBook,
): SourceNode | null {
  const begin = AFTER_ALL + argument * LONGEST_ARGUMENT;
  const spotAt = (line: number, column: number, offset: number): Spot => ({
    place: `${option}:${line}:${column}`,
    order: begin + offset,
    overridden: true,
  });
  const invisible = invisibleCharacter(text);
  if (invisible !== null) {
    book.error(
      spotAt(1, invisible.offset + 1, invisible.offset),
      `expected text that can be seen, found the character ${invisible.name}: remove it`,
    );
    return null;
  }
  const node = readYaml(text, spotAt, book);
  if (node?.kind !== 'scalar' || node.value !== null) return node;
  const example = option === '--schedule' ? 'asha' : 'median';
  book.error(node.spot, `expected a value, found nothing: write ${option} ${example}`);
  return null;
}

/** asha is {type: asha} */
function withType(node: SourceNode): SourceNode {
  if (node.kind !== 'scalar' || node.value === null) return node;
  const { spot } = node;
  return { kind: 'map', spot, entries: [{ key: 'type', keySpot: spot, value: node }] };
}

function withEntries(root: SourceNode, chosen: ReadonlyMap<string, SourceNode>): SourceNode {
  if (root.kind !== 'map') return root;
  const kept = root.entries.filter(({ key }) => !chosen.has(key));
  const added = [...chosen].map(([key, value]) => ({ key, keySpot: value.spot, value }));
  return { ...root, entries: [...kept, ...added] };
}
