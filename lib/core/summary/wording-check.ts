import type { Standing } from './standing.ts';
import type { WordingRequest } from './wording-request.ts';
import { COUNTED_WORDS, NUMBER_WORDS, PLAIN_WORDS, STATE_WORDS, UNIT_WORDS } from './wording-words.ts';

const MAX_CHARACTERS = 900;
/** Everything a text may be made of. A hyphen, a per cent sign, a digit of another script, a line break are not in it. */
const TOKEN = /\[J([1-9]\d{0,2})\]|([A-Za-z]+)|(\d+)|([.,;:]) ?|( )/y;
type Token =
  | { readonly kind: 'job'; readonly job: number }
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'mark'; readonly mark: string };

/**
 * Whether a text says nothing that the request does not say; the answer is why not, or null. The text is a stranger's:
 * it passes only when every character, word, number, state and job in it is known, each number counts what it counts in
 * the request, and each state and duration is one of the job that the statement is about. What cannot be understood is
 * refused. Pure; never throws.
 */
export function problemOf(text: string, request: WordingRequest): string | null {
  if (text.length > MAX_CHARACTERS) return 'it is too long';
  const tokens = tokensOf(text);
  if (tokens === null) return 'it holds a character that none of the facts has';
  if (tokens.length === 0) return 'it is empty';
  const unknown = tokens.find((token) => !isKnown(token, request));
  if (unknown !== undefined) return `it says ${sayOf(unknown)}, which is not in the input`;
  for (const sentence of sentencesOf(tokens)) {
    const problem = sentenceProblem(sentence, request);
    if (problem !== null) return problem;
  }
  return null;
}

/** The text with the jobs' names for their numbers, in one go: a name that looks like a number stays as it is. */
export function withNames(text: string, { names }: WordingRequest, clean: (name: string) => string): string {
  return text.replace(/\[J(\d+)\]/g, (number, index: string) => {
    const name = names[Number(index) - 1];
    return name === undefined ? number : clean(name);
  });
}

function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const before = tokens.at(-1);
    const isGlued = TOKEN.lastIndex > 0 && /[A-Za-z0-9\]]/.test(text[TOKEN.lastIndex - 1] ?? '');
    const match = TOKEN.exec(text);
    if (match === null) return null;
    const [, job, word, digits, mark, space] = match;
    if (space !== undefined) continue;
    // "J1", "2nd", "[J1]s" and "2[J1]" are none of the forms that were given.
    if (isGlued && mark === undefined) return null;
    if (job !== undefined) tokens.push({ kind: 'job', job: Number(job) });
    else if (word !== undefined) tokens.push(wordToken(word.toLowerCase()));
    else if (digits !== undefined) {
      // "007", "2 000" and "2,000" would each be read as something else than what is checked.
      if (digits.length > 9 || /^0\d/.test(digits) || before?.kind === 'number') return null;
      if (before?.kind === 'mark' && text[match.index - 1] !== ' ') return null;
      tokens.push({ kind: 'number', value: Number(digits) });
    } else tokens.push({ kind: 'mark', mark: mark ?? '' });
  }
  return tokens;
}

function wordToken(word: string): Token {
  const value = Object.hasOwn(NUMBER_WORDS, word) ? NUMBER_WORDS[word] : undefined;
  return value === undefined ? { kind: 'word', word } : { kind: 'number', value };
}

function isKnown(token: Token, { jobs, watched, counts }: WordingRequest): boolean {
  switch (token.kind) {
    case 'mark':
      return true;
    case 'job':
      return token.job <= jobs.length;
    case 'number': {
      const spans = jobs.flatMap((job) => job.spans.map(({ amount }) => amount));
      return [watched, ...Object.values(counts), ...spans].includes(token.value);
    }
    case 'word': {
      const { word } = token;
      if (PLAIN_WORDS.has(word) || Object.hasOwn(UNIT_WORDS, word)) return true;
      const standings = Object.hasOwn(STATE_WORDS, word) ? (STATE_WORDS[word] ?? []) : [];
      return standings.some((standing) => jobs.some((job) => job.standings.includes(standing)));
    }
  }
}

/**
 * In a sentence a state or a duration is said of what stands nearest before it, a number or a list of jobs, or, where
 * nothing does, of what comes next. Every number must count something, and every job be what the sentence speaks of.
 */
function sentenceProblem(sentence: readonly Token[], request: WordingRequest): string | null {
  const used = new Set<number>();
  const said: (readonly Standing[])[] = [];
  for (const [index, token] of sentence.entries()) {
    const unit = unitAfter(sentence, index);
    if (token.kind === 'number' && unit !== undefined) {
      used.add(index);
      const jobs = jobsNear(sentence, index);
      const isTheirs = (job: number) =>
        request.jobs[job - 1]?.spans.some((span) => span.amount === token.value && span.unit === unit) ?? false;
      if (jobs.length === 0 || !jobs.every(isTheirs)) return `it says ${token.value} ${unit} of a job that has not`;
    }
    if (token.kind !== 'word' || !Object.hasOwn(STATE_WORDS, token.word)) continue;
    const standings = STATE_WORDS[token.word] ?? [];
    said.push(standings);
    const anchor = anchorOf(sentence, index, request);
    if (anchor === null) return `it says ${token.word} of nothing`;
    if (anchor.kind === 'number') {
      used.add(anchor.index);
      const right = (COUNTED_WORDS[token.word] ?? []).map((kind) => request.counts[kind] ?? 0);
      if (!right.includes(anchor.value)) return `it counts ${anchor.value} as ${token.word}`;
    } else if (!jobsNear(sentence, index).every((job) => isOneOf(request, job, standings))) {
      return `it says ${token.word} of a job that is not`;
    }
  }
  for (const [index, token] of sentence.entries()) {
    if (token.kind === 'job' && said.length > 0 && !said.some((standings) => isOneOf(request, token.job, standings))) {
      return `it names [J${token.job}] among others that it is not one of`;
    }
    if (token.kind !== 'number' || used.has(index)) continue;
    if (token.value !== request.watched || !saysWatched(sentence))
      return `it says ${token.value} without what it counts`;
  }
  return null;
}

type Anchor = { readonly kind: 'number'; readonly index: number; readonly value: number } | { readonly kind: 'job' };

/** What a state word is said of. */
function anchorOf(sentence: readonly Token[], index: number, { watched }: WordingRequest): Anchor | null {
  const before = Array.from({ length: index }, (_, back) => index - 1 - back);
  const after = Array.from({ length: sentence.length - index - 1 }, (_, ahead) => index + 1 + ahead);
  for (const place of [...before, ...after]) {
    const token = sentence[place];
    if (token?.kind === 'job') return { kind: 'job' };
    if (token?.kind !== 'number' || unitAfter(sentence, place) !== undefined) continue;
    // "2 of 40" counts 2.
    if (token.value === watched && isOf(sentence, place)) continue;
    return { kind: 'number', index: place, value: token.value };
  }
  return null;
}

/** The jobs that are listed nearest before a place, or else nearest after it. */
function jobsNear(sentence: readonly Token[], index: number): number[] {
  const groups = groupsOf(sentence);
  const group = groups.findLast(({ last }) => last < index) ?? groups.find(({ first }) => first > index);
  return group?.jobs ?? [];
}

/** Jobs with nothing but commas and "and" between them. */
function groupsOf(sentence: readonly Token[]): { first: number; last: number; jobs: number[] }[] {
  const groups: { first: number; last: number; jobs: number[] }[] = [];
  for (const [index, token] of sentence.entries()) {
    if (token.kind !== 'job') continue;
    const group = groups.at(-1);
    const isListed = group !== undefined && sentence.slice(group.last + 1, index).every(isJoint);
    if (isListed) groups[groups.length - 1] = { ...group, last: index, jobs: [...group.jobs, token.job] };
    else groups.push({ first: index, last: index, jobs: [token.job] });
  }
  return groups;
}

function isJoint(token: Token): boolean {
  return (token.kind === 'mark' && token.mark === ',') || (token.kind === 'word' && token.word === 'and');
}

function unitAfter(sentence: readonly Token[], index: number): string | undefined {
  const next = sentence[index + 1];
  return next?.kind === 'word' && Object.hasOwn(UNIT_WORDS, next.word) ? UNIT_WORDS[next.word] : undefined;
}

function isOf(sentence: readonly Token[], index: number): boolean {
  const before = sentence.slice(Math.max(0, index - 2), index);
  return before.some((token) => token.kind === 'word' && token.word === 'of');
}

function saysWatched(sentence: readonly Token[]): boolean {
  return sentence.some((token) => token.kind === 'word' && (token.word === 'watched' || token.word === 'of'));
}

function isOneOf({ jobs }: WordingRequest, job: number, standings: readonly Standing[]): boolean {
  return jobs[job - 1]?.standings.some((standing) => standings.includes(standing)) ?? false;
}

function sentencesOf(tokens: readonly Token[]): Token[][] {
  const sentences: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'mark' && (token.mark === '.' || token.mark === ';')) sentences.push([]);
    else sentences.at(-1)?.push(token);
  }
  return sentences.filter((sentence) => sentence.length > 0);
}

function sayOf(token: Token): string {
  switch (token.kind) {
    case 'job':
      return `[J${token.job}]`;
    case 'word':
      return JSON.stringify(token.word);
    case 'number':
      return String(token.value);
    case 'mark':
      return token.mark;
  }
}
