import { localTime, type Reading } from '../message/local-time.ts';
import { count } from './counted.ts';
import type { PassFacts } from './facts.ts';

/** Null when the passes went as they should. */
export function passProblem(passes: PassFacts, reading: Reading): string | null {
  if (passes.lastAt === null) return 'No check has been made yet.';
  if (passes.isOverdue) {
    return `No check has been made since ${localTime(passes.lastAt, reading)}: the sentinel may not be running.`;
  }
  if (passes.missed > 0) {
    return `${count(passes.missed, 'pass', 'passes')} that yesterday should have had did not come. ${passText(passes, reading, '')}`;
  }
  const partly = passes.passes - passes.complete;
  if (partly <= 0 && passes.unknown === 0) return null;
  const which = `${partly} of ${count(passes.passes, 'pass', 'passes')}`;
  return `${which} since yesterday did not judge every job. ${passText(passes, reading, '')}`;
}

/** The newest check, and how much of what was due it judged. */
export function passText({ lastAt, due, unknown }: PassFacts, reading: Reading, zone: string): string {
  if (lastAt === null) return 'No check has been made yet.';
  return `The last check, ${localTime(lastAt, reading)}${zone}, ${judgedText(due, unknown)}.`;
}

function judgedText(due: number, unknown: number): string {
  if (due === 0) return 'found nothing due';
  if (due === 1 && unknown === 0) return 'judged the one that was due';
  return `judged ${unknown === 0 ? `all ${due}` : `${due - unknown} of ${due}`} that were due`;
}
