import { Composer, type CST, type Document, Lexer, Parser } from 'yaml';

/** The deepest nesting that is read. A rules doc needs five levels. */
export const DEEPEST_LEVEL = 32;

/**
 * A good text has one document and no problem at this level; past this many of both, the rest would only say the same.
 * Comments and blank lines are not counted: breaking off at them would lose jobs.
 */
const MAX_ERRORS = 100;
const HARMLESS = new Set(['comment', 'newline', 'space', 'byte-order-mark']);

const COLLECTIONS = new Set(['block-map', 'block-seq', 'flow-collection']);

/** What YAML makes of a text: its documents, or the offset at which it nests too deep. */
export interface Composed {
  readonly documents: readonly Document.Parsed[];
  readonly tooDeepAt: number | null;
}

/**
 * Composes a text's YAML documents.
 *
 * The composer calls itself for every level and can abort the whole process on a few thousand of them, which nothing
 * can catch. So the text is first read by the lexer and the token parser alone: neither calls itself, and the stack
 * of collections that are open at each token is the exact depth, whatever stands in quotes, comments and blocks.
 * Reading stops at the first token that is too deep; only a text that is flat enough reaches the composer.
 */
export function composeYaml(text: string): Composed {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let errors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (!HARMLESS.has(token.type)) errors += 1;
    }
    if (errors > MAX_ERRORS) break;
    if (parser.stack.length > DEEPEST_LEVEL && openCollections(parser.stack) > DEEPEST_LEVEL) {
      return { documents: [], tooDeepAt: Math.max(0, parser.offset - 1) };
    }
  }
  for (const token of parser.end()) tokens.push(token);
  const composer = new Composer({
    // Looked for when the tree is built: here every key would be compared with every other.
    uniqueKeys: false,
    // `no` and `02:30` are text, also below a %YAML 1.1 directive.
    schema: 'core',
    resolveKnownTags: false,
    keepSourceTokens: false,
  });
  return { documents: withoutTraces(() => [...composer.compose(tokens)] as Document.Parsed[]), tooDeepAt: null };
}

/** YAML makes an error of each problem; the stack traces, which are never shown, would cost ten times the rest. */
function withoutTraces<T>(work: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function openCollections(stack: readonly CST.Token[]): number {
  return stack.reduce((count, token) => count + (COLLECTIONS.has(token.type) ? 1 : 0), 0);
}
