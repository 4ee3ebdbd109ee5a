import { type Instant, parseInstant } from '../../core/instant.ts';
import { type RulesNote, rulesNow } from '../../core/record/rules-note.ts';
import type { RecordLog } from '../../ports/record-log.ts';
import type { LoadedRules } from '../rules/load-rules.ts';
import { linkedNote } from './next-note.ts';

/** A note is one item, which holds 400 KB. */
const RULES_A_NOTE = 500;

/**
 * Notes in the record what the rules doc in force changed of the rules, once for a document. Which document was noted
 * last says its version, so that one that was noted in part is noted again. Throws StateStoreUnavailable.
 */
export async function noteRules(
  { document, version, source, by = null, lastGood }: LoadedRules,
  record: Pick<RecordLog, 'rulesNotes' | 'addRulesNote'>,
  now: Instant,
): Promise<void> {
  if (document === null || version === null) return;
  const notes = await record.rulesNotes();
  const known = rulesNow(notes);
  const words = new Map<string, string | null>(document.jobs.map(({ id, understood }) => [id, understood]));
  const gone = [...known].filter(([id, rule]) => rule !== null && !words.has(id));
  const rules = new Map([...words].filter(([id, rule]) => known.get(id) !== rule));
  for (const [id] of gone) rules.set(id, null);
  if (rules.size === 0) return;
  const accepted = lastGood?.version === version ? parseInstant(lastGood.acceptedAt) : null;
  const last = notes.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  // A document that was accepted before, and is in force again, is newer than what came between.
  const at = accepted !== null && accepted > last ? accepted : Math.max(now, last + 1);
  const all = [...rules];
  const written: RulesNote[] = [...notes];
  for (let from = 0; from < all.length; from += RULES_A_NOTE) {
    const part = new Map(all.slice(from, from + RULES_A_NOTE));
    const note = linkedNote({ at, version, source, by, rules: part }, written);
    // Another process was faster: what it left out is noted by the next pass.
    if (!(await record.addRulesNote(note))) return;
    written.push(note);
  }
}
