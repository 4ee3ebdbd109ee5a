import { oneLine } from '../../core/message/outside-text.ts';
import type { SummaryFacts } from '../../core/summary/facts.ts';
import { problemOf, withNames } from '../../core/summary/wording-check.ts';
import { WORDING_INSTRUCTION, wordingData, wordingRequest } from '../../core/summary/wording-request.ts';
import type { Unworded, Worded, Wording } from '../../ports/wording.ts';

const MAX_NAME = 80;
/** A model's own words are for the log alone, where they help to see what was wrong with them. */
const MAX_LOGGED = 300;

/** What became of the paragraph. */
export type Paragraph =
  /** Nothing was to be worded: no model is set, or all is well. */
  | { readonly kind: 'none' }
  | { readonly kind: 'worded'; readonly text: string }
  /** The plain summary goes out without it. */
  | { readonly kind: Unworded['kind'] | 'untrue'; readonly message: string };

/** Goes on answering what it answered when it could not be used: one reader's wait for it is enough. */
export class WordingUntilFailure implements Wording {
  readonly #wording: Wording;
  #failure: Unworded | null = null;

  constructor(wording: Wording) {
    this.#wording = wording;
  }

  async word(instruction: string, data: string): Promise<Worded> {
    if (this.#failure !== null) return this.#failure;
    const worded = await this.#wording.word(instruction, data);
    // What it makes of other figures may be better than a refusal of these.
    if ('kind' in worded && worded.kind !== 'refused' && worded.kind !== 'cut') this.#failure = worded;
    return worded;
  }
}

/**
 * The paragraph on top of a summary, if there is a model and it says what the figures say. It is asked once; what it
 * answers is only ever taken whole. Never throws.
 */
export async function wordSummary(facts: SummaryFacts, isCalm: boolean, wording: Wording | null): Promise<Paragraph> {
  if (wording === null || isCalm) return { kind: 'none' };
  const request = wordingRequest(facts);
  // A problem with the rules doc or the passes alone has no figures to be worded.
  if (request.jobs.length === 0) return { kind: 'none' };
  const worded = await wording.word(WORDING_INSTRUCTION, wordingData(request));
  if ('kind' in worded) return worded;
  const text = worded.text.trim();
  const message = problemOf(text, request);
  if (message !== null) return { kind: 'untrue', message: `${message}: ${oneLine(JSON.stringify(text), MAX_LOGGED)}` };
  return { kind: 'worded', text: withNames(text, request, (name) => oneLine(name, MAX_NAME)) };
}
