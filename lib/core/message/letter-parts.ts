import type { Lead, Letter } from './letter.ts';
import { briefLine, leadWords, omittedWords } from './letter-words.ts';
import type { Notice } from './notice.ts';
import { wordsOf } from './notice-words.ts';

/** How much a channel shows; whatever is beyond is counted. */
export interface PartLimits {
  readonly leads: number;
  readonly linesOfLead: number;
  readonly full: number;
  readonly brief: number;
}

/** A letter cut to what a channel shows: shared causes first, then the rest, worst first. */
export interface LetterParts {
  /** Each a sentence, its jobs by a line each, and how many more. */
  readonly leads: readonly (readonly string[])[];
  readonly full: readonly Notice[];
  readonly brief: readonly Notice[];
  readonly omitted: readonly Notice[];
}

const MOST_LINE = 200;

/** Divides a letter. A job that is told under a shared cause is not told again. */
export function partsOf(letter: Letter, limits: PartLimits): LetterParts {
  const leads = letter.leads.slice(0, limits.leads);
  const led = new Set(leads.flatMap(({ jobIds }) => jobIds));
  // A recovery of the same job is another matter.
  const rest = letter.notices.filter((notice) => notice.telling !== 'failing' || !led.has(notice.jobId));
  return {
    leads: leads.map((lead) => leadLines(lead, letter, limits.linesOfLead)),
    full: rest.slice(0, limits.full),
    brief: rest.slice(limits.full, limits.full + limits.brief),
    omitted: rest.slice(limits.full + limits.brief),
  };
}

function leadLines(lead: Lead, letter: Letter, most: number): string[] {
  const ids = new Set(lead.jobIds);
  const led = letter.notices.filter(({ telling, jobId }) => telling === 'failing' && ids.has(jobId));
  const omitted = omittedWords(led.slice(most));
  const lines = led.slice(0, most).map((notice) => ledLine(notice, lead, letter));
  return [leadWords(lead), ...lines, ...(omitted === null ? [] : [omitted])];
}

/** Under a shared error, what is at risk says more than the error once again. */
function ledLine(notice: Notice, { fact }: Lead, letter: Letter): string {
  const words = wordsOf(notice, letter);
  return briefLine(
    fact === 'error' && words.briefRisk !== null ? { ...words, what: words.briefRisk } : words,
    MOST_LINE,
  );
}

/** A notice as a line of the letter. */
export function lineOf(notice: Notice, letter: Letter): string {
  return briefLine(wordsOf(notice, letter), MOST_LINE);
}
