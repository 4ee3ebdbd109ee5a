/** The date parts a path may carry; `YYYY` and `ww` are an ISO week and its year, `unix` whole seconds. */
export type DateUnit = 'yyyy' | 'MM' | 'dd' | 'HH' | 'YYYY' | 'ww' | 'unix';

/** What a template is made of, in order. */
export type TemplateToken =
  | { readonly kind: 'literal'; readonly text: string }
  /** `*`: anything inside one path segment, also nothing. */
  | { readonly kind: 'star' }
  /** `**`: anything, slashes too. */
  | { readonly kind: 'globstar' }
  /** A whole segment that is only `**`, with its slash: any number of folders, also none. */
  | { readonly kind: 'folders' }
  /** `{run}`: at least one character inside one segment. */
  | { readonly kind: 'run' }
  /** `{each}`: at least one character inside one segment, the name of a member. */
  | { readonly kind: 'each' }
  | { readonly kind: 'date'; readonly unit: DateUnit }
  /** The end of the key, or a slash and everything below. */
  | { readonly kind: 'end-or-below' };

/** Stands where the names of a job's members do. */
export const EACH = '{each}';

const PLACEHOLDERS = new Map<string, TemplateToken>([
  [EACH, { kind: 'each' }],
  ['{run}', { kind: 'run' }],
  ['{yyyy}', { kind: 'date', unit: 'yyyy' }],
  ['{MM}', { kind: 'date', unit: 'MM' }],
  ['{dd}', { kind: 'date', unit: 'dd' }],
  ['{HH}', { kind: 'date', unit: 'HH' }],
  ['{YYYY}', { kind: 'date', unit: 'YYYY' }],
  ['{ww}', { kind: 'date', unit: 'ww' }],
  ['{unix}', { kind: 'date', unit: 'unix' }],
  // In the place of a member whose name holds such a character, which stands for itself there.
  ['{*}', { kind: 'literal', text: '*' }],
  ['{{}', { kind: 'literal', text: '{' }],
  ['{}}', { kind: 'literal', text: '}' }],
]);

const PARTS = /(\{[*{}]\}|\{(?:each|run|yyyy|MM|dd|HH|YYYY|ww|unix)\}|\*+)/;

/**
 * Reads a place's template (docs/design/evidence.md#places). A template that ends in a slash takes everything
 * below it; one without wildcards means that key, or everything below it where it is a folder; `{run}` is always a
 * folder.
 */
export function parseTemplate(template: string): readonly TemplateToken[] {
  const tokens: TemplateToken[] = [];
  for (const part of template.split(PARTS)) {
    if (part === '') continue;
    const placeholder = PLACEHOLDERS.get(part);
    if (placeholder?.kind === 'literal') pushLiteral(tokens, placeholder.text);
    else if (placeholder) tokens.push(placeholder);
    else if (part === '*') tokens.push({ kind: 'star' });
    else if (part.startsWith('**')) tokens.push({ kind: 'globstar' });
    else pushLiteral(tokens, part);
  }
  return withEnding(template, tokens);
}

/** A `**` that is a whole segment swallows the slash behind it, so that `a/**\/b` matches `a/b` as well. */
function pushLiteral(tokens: TemplateToken[], text: string): void {
  const last = tokens.at(-1);
  if (last?.kind === 'literal') {
    tokens[tokens.length - 1] = { kind: 'literal', text: last.text + text };
    return;
  }
  const before = tokens.at(-2);
  const beginsSegment = before === undefined || (before.kind === 'literal' && before.text.endsWith('/'));
  if (last?.kind === 'globstar' && beginsSegment && text.startsWith('/')) {
    tokens[tokens.length - 1] = { kind: 'folders' };
    if (text.length > 1) tokens.push({ kind: 'literal', text: text.slice(1) });
    return;
  }
  tokens.push({ kind: 'literal', text });
}

function withEnding(template: string, tokens: readonly TemplateToken[]): readonly TemplateToken[] {
  if (template === '' || template.endsWith('/')) return [...tokens, { kind: 'globstar' }];
  const lastSegment = template.slice(template.lastIndexOf('/') + 1);
  if (lastSegment.includes('{run}')) return [...tokens, { kind: 'literal', text: '/' }, { kind: 'globstar' }];
  const isPattern = tokens.some(({ kind }) => kind === 'star' || kind === 'globstar' || kind === 'folders');
  return isPattern ? tokens : [...tokens, { kind: 'end-or-below' }];
}

/** The longest beginning of every key that can match: what is listed. */
export function literalPrefix(tokens: readonly TemplateToken[]): string {
  const first = tokens[0];
  return first?.kind === 'literal' ? first.text : '';
}

/** The folder, with its slash, that a prefix begins in; the empty string where there is none. */
export function folderOf(prefix: string): string {
  return prefix.slice(0, prefix.lastIndexOf('/') + 1);
}
