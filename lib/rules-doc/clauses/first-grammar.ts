import type { TreeMap, TreeScalar } from '../yaml/tree.ts';

/*
 * What the first grammar made of a rule, in words of today: only for documents that it accepted and kept as text. It
 * took any words before a colon for a name, counted a number behind `allow` in the unit that `every` was written in,
 * and read `3M` as minutes, `1.500` as one and a half and `shrink: 0.5` as half a percent.
 */

const CLAUSE_WORDS =
  /^(every|hourly|daily|nightly|weekly|allow|up|to|extra|at|on|cron|alert|after|margin|early|least|most|below|shrinks?|more|than|by|warn|finish|finishes|within|escalate|next|day|never|check|should|runs?|it|if|expect|flag|minutes|hours|days|weeks|weekdays|[\d.:%]+)$/;
const QUANTITY = /\d\s*(%|percent|m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?|[kmgt]?i?b|bytes?)(\s|$)/i;
const EVERY = /\bevery\s+\d[\d.]*\s*([a-z]+)/i;
const PERCENTAGES = ['margin', 'shrink', 'warn_shrink'] as const;

function withoutName(text: string): string {
  const colon = /:\s/.exec(text.slice(0, 200));
  if (colon === null || colon.index === 0) return text;
  const name = text.slice(0, colon.index);
  const isClause = name
    .toLowerCase()
    .split(/\s+/)
    .every((word) => CLAUSE_WORDS.test(word));
  return /["',;\n]/.test(name) || QUANTITY.test(name) || isClause ? text : text.slice(colon.index + 1).trimStart();
}

/** The unit that `allow` took over from `every`; null where the sentence says none. */
function unitOf(text: string): string | null {
  if (/\b(daily|nightly|hourly)\b/i.test(text)) return 'hours';
  if (/\bweekly\b/i.test(text)) return 'days';
  const unit = EVERY.exec(text)?.[1]?.toLowerCase() ?? '';
  if (/^m/.test(unit)) return 'minutes';
  if (/^h/.test(unit)) return 'hours';
  if (/^d/.test(unit)) return 'days';
  return /^w/.test(unit) ? 'weeks' : null;
}

/** A sentence of the first grammar in words that mean the same today. */
export function fromFirstGrammar(sentence: string): string {
  const text = withoutName(sentence)
    .replace(/(\d)\s*M(?![A-Za-z])/g, '$1 minutes')
    .replace(/(?<![\d.,])([1-9]\d{0,2}\.\d{3})(?![\d.,])/g, '$10')
    .replace(/\b(?:flag|if)\s+(?=(?:it\s+)?(?:at least|at most|every|allow|finish|check|cron|margin|early)\b)/gi, '');
  const unit = unitOf(text);
  return unit === null
    ? text
    : text.replace(/\b(allow\s+(?:up to\s+)?\d[\d.]*)(?=\s*(?:[;,.\n]|$))/gi, (allow) => `${allow} ${unit}`);
}

/** The mapping form of the first grammar likewise. */
export function mapFromFirstGrammar(map: TreeMap): TreeMap {
  const entries = new Map(map.entries);
  const change = (key: string, text: (written: string) => string) => {
    const entry = entries.get(key);
    if (entry?.value.kind !== 'scalar' || entry.value.value === null) return;
    const changed = text(entry.value.text);
    const value: TreeScalar = { ...entry.value, value: changed, text: changed };
    if (changed !== entry.value.text) entries.set(key, { ...entry, value });
  };
  for (const key of PERCENTAGES) change(key, (text) => (/^[\d.]+$/.test(text.trim()) ? `${text}%` : text));
  const every = map.entries.get('every')?.value;
  const unit = every?.kind === 'scalar' ? unitOf(`every ${every.text} ${every.text}`) : null;
  if (unit !== null) change('allow', (text) => (/^[\d.]+$/.test(text.trim()) ? `${text} ${unit}` : text));
  for (const key of entries.keys()) change(key, (text) => (key === 'cron' ? text : fromFirstGrammar(text)));
  return { ...map, entries };
}
