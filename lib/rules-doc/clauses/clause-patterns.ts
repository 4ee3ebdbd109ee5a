import type { Clause } from './clause-values.ts';

/** A way to write a clause: the words around its values, and the clauses that the pattern's groups belong to. */
interface ClausePattern {
  readonly pattern: RegExp;
  readonly groups: readonly Clause[];
}

/**
 * Words without a meaning of their own at the beginning of a clause (*The rule sentence*). `warn` and `alert` are not
 * among them: they say how bad something is.
 */
const FILLERS = new Set(['should', 'must', 'it', 'expect', 'flag', 'if', 'and', 'please', 'the', 'backup', 'job']);

/**
 * The sentence form, clause by clause. Texts are in lower case with single blanks and without leading fillers. Each
 * pattern is anchored and has at most two open groups, so that none can backtrack for long.
 */
const PATTERNS: readonly ClausePattern[] = [
  { pattern: /^(?:runs? )?every (.+)$/, groups: ['every'] },
  { pattern: /^(?:runs? )?(hourly|daily|nightly|weekly)$/, groups: ['every'] },
  { pattern: /^allow (.+)$/, groups: ['allow'] },
  { pattern: /^(?:runs? )?at (\d\S*) (?:on )?(\D.*)$/, groups: ['at', 'on'] },
  { pattern: /^(?:runs? )?at (\d\S*)$/, groups: ['at'] },
  { pattern: /^(?:runs? )?on (.+) at (\S+)$/, groups: ['on', 'at'] },
  { pattern: /^(?:runs? )?on (.+)$/, groups: ['on'] },
  { pattern: /^(?:runs? )?cron (.+)$/, groups: ['cron'] },
  { pattern: /^alert after (.+)$/, groups: ['alert_after'] },
  { pattern: /^margin (?:of )?(.+)$/, groups: ['margin'] },
  { pattern: /^early (.+)$/, groups: ['early'] },
  { pattern: /^at least (.+)$/, groups: ['at_least'] },
  { pattern: /^at most (.+)$/, groups: ['at_most'] },
  { pattern: /^alert below (.+)$/, groups: ['alert_below'] },
  { pattern: /^(?:alert )?(?:if )?(?:it )?shrinks? (?:by )?more than (.+)$/, groups: ['shrink'] },
  { pattern: /^warn (?:if )?(?:it )?shrinks? (?:by )?more than (.+)$/, groups: ['warn_shrink'] },
  { pattern: /^finish(?:es)? within (.+)$/, groups: ['finish_within'] },
  { pattern: /^escalate (next day|the next day|after .+|never)$/, groups: ['escalate'] },
  { pattern: /^(never) escalate$/, groups: ['escalate'] },
  { pattern: /^check (hourly|daily|every .+)$/, groups: ['check'] },
];

/** How each clause is written, for messages about one that is not understood. */
export const CLAUSE_EXAMPLES: Record<Clause, string> = {
  every: 'every 24 hours',
  allow: 'allow up to 26 hours',
  at: 'at 02:00 on weekdays',
  on: 'on weekdays at 02:00',
  cron: 'cron "0 2 * * 1-5"',
  alert_after: 'alert after 32 hours',
  margin: 'margin 25%',
  early: 'early 30 minutes',
  at_least: 'at least 350 MB',
  at_most: 'at most 2 TB',
  alert_below: 'alert below 300 MB',
  shrink: 'flag if it shrinks more than 50%',
  warn_shrink: 'warn if it shrinks more than 20%',
  finish_within: 'finish within 3 hours',
  escalate: 'escalate after 36 hours',
  check: 'check every 6 hours',
};

/** A clause's text as the patterns want it. */
export function plainClause(text: string): string {
  const words = text.trim().split(/\s+/);
  let first = 0;
  while (first < words.length - 1 && FILLERS.has(words[first]?.toLowerCase() ?? '')) first += 1;
  return words.slice(first).join(' ').toLowerCase();
}

/** The clauses that a text writes, each with its value's text; null when it is not understood. */
export function matchClause(text: string): readonly { clause: Clause; text: string }[] | null {
  for (const { pattern, groups } of PATTERNS) {
    const match = pattern.exec(text);
    if (match !== null) return groups.map((clause, index) => ({ clause, text: (match[index + 1] ?? '').trim() }));
  }
  return null;
}
