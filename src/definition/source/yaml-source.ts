// YAML text becomes a source tree. Reading is bounded before it begins: words are counted and depth
// is watched while the text is cut into tokens, since composing a document from a hostile one takes
// seconds, or overflows the stack.

import { Composer, type Document, Lexer, LineCounter, type ParsedNode, Parser } from 'yaml';
import type { ComplaintBook } from '../complaint-book.js';
import { MAX_DEPTH, MAX_LEXEMES, tooDeep } from './limits.js';
import type { SourceNode, Spot } from './source-node.js';
import { yamlTree } from './yaml-tree.js';

type Token = Parser['stack'][number];

/** The parser's stack has the document and, for each level, the collection and what it holds. */
const MAX_STACK = MAX_DEPTH + 2;

function tokensOf(text: string, lines: LineCounter, refuse: (message: string) => void) {
  const parser = new Parser(lines.addNewLine);
  const tokens: Token[] = [];
  let lexemes = 0;
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    // Only the first error is told; a document of nothing else takes long to compose.
    if (tokens.at(-1)?.type === 'error') break;
    lexemes++;
    if (lexemes > MAX_LEXEMES) {
      refuse(
        `expected at most ${MAX_LEXEMES} words and marks, found more: is this the right file?`,
      );
      return null;
    }
    if (parser.stack.length > MAX_STACK) {
      refuse(tooDeep);
      return null;
    }
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

const REMEDIES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'expected spaces before a key, found a tab: indent with spaces',
  MISSING_CHAR: 'expected a closing mark, found the end of the value: close the quote or bracket',
  BLOCK_AS_IMPLICIT_KEY:
    'expected one value after a colon, found a second `key:` on the line: start a new line, or put the value in quotes',
  MULTILINE_IMPLICIT_KEY:
    'expected `key: value`, found a line without it: is there a space after the colon?',
  BAD_SCALAR_START: 'expected a value, found a character that YAML reserves: put it in quotes',
  BAD_INDENT:
    'expected a closing bracket on the same level as its opening, found something else: close the list or map',
  MULTIPLE_DOCS: 'expected one definition, found a second document: keep one in each file',
};

function syntaxMessage(code: string, message: string): string {
  const known = REMEDIES[code];
  if (known !== undefined) return known;
  const said = message.split('\n', 1)[0]!.slice(0, 120);
  return `expected YAML, found something else (${said.charAt(0).toLowerCase()}${said.slice(1)}): check the indentation and the brackets`;
}

/** Only the first syntax error counts: those after it are mostly echoes. */
function syntaxError(
  document: Document.Parsed,
): { code: string; message: string; at: number } | null {
  const first = document.errors[0];
  if (first !== undefined) return { code: first.code, message: first.message, at: first.pos[0] };
  const directive = document.warnings.find(
    (warning) => !warning.message.startsWith('Unresolved tag'),
  );
  if (directive === undefined) return null;
  return { code: directive.code, message: directive.message, at: directive.pos[0] };
}

/**
 * @param spotAt the spot of a line and a column, both from 1, at an offset
 * @returns null after a syntax error, which is in the book
 */
export function readYaml(
  text: string,
  spotAt: (line: number, column: number, offset: number) => Spot,
  book: ComplaintBook,
): SourceNode | null {
  const lines = new LineCounter();
  const spotOf = (offset: number): Spot => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return spotAt(Math.max(line, 1), Math.max(col, 1), offset);
  };
  const tokens = tokensOf(text, lines, (message) => book.error(spotAt(1, 1, 0), message));
  if (tokens === null) return null;
  const composer = new Composer({ uniqueKeys: false, version: '1.2', logLevel: 'silent' });
  const documents = [...composer.compose(tokens, true, text.length)];
  const [document, second] = documents as [Document.Parsed, Document.Parsed | undefined];
  const error = syntaxError(document);
  if (error !== null) {
    book.error(spotOf(error.at), syntaxMessage(error.code, error.message));
    return null;
  }
  if (second !== undefined) {
    book.error(spotOf(second.range[0]), REMEDIES.MULTIPLE_DOCS!);
    return null;
  }
  if (document.directives.yaml.explicit === true) {
    book.error(
      spotOf(text.search(/^%/m)),
      'expected YAML 1.2, found a %YAML line: remove that line',
    );
    return null;
  }
  return yamlTree(document.contents as ParsedNode | null, spotOf, book);
}
