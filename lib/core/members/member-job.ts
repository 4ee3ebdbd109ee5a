import type { Place } from '../evidence/place.ts';
import { EACH } from '../evidence/place-template.ts';
import type { Instant } from '../instant.ts';
import type { EndSignal } from '../model/end-signal.ts';
import type { Job } from '../model/job.ts';
import type { Rule } from '../model/rule.ts';
import { memberId, memberValue } from './member-id.ts';
import { matchesName } from './name-pattern.ts';

/** A member of a job with `{each}`, judged as a series of its own; null where its name is too long for an id. `of`: how many there are. */
export function memberJob(whole: Job, value: string, of = 1, announcedAt: Instant | null = null): Job | null {
  const id = memberId(value);
  if (id === null) return null;
  const { each, ...shared } = whole;
  const own = each?.rules.find(({ pattern }) => matchesName(pattern, value)) ?? shared;
  return {
    ...shared,
    id: `${whole.id}/${id}`,
    member: { value, of, announcedAt, whole },
    place: whole.place && placeOfMember(whole.place, value),
    finished: endSignalOf(whole.finished, value),
    rule: own.rule,
    understood: own.understood,
  };
}

/** The member of a job with `{each}` whose row has this id; null where it is no member's. */
export function memberOfId(whole: Job, id: string): Job | null {
  const value = memberValue(id.slice(whole.id.length + 1));
  return value === null ? null : memberJob(whole, value);
}

/**
 * A job with `{each}` as it is judged itself: by its newest backup of any member, which is compared with no other, and by
 * how many `members` are known.
 */
export function wholeJob(job: Job, members: number): Job {
  const { atLeast = 1 } = job.each ?? {};
  const rule: Rule = {
    ...job.rule,
    floor: null,
    ceilingBytes: null,
    atLeastFiles: atLeast > 1 ? atLeast : null,
    shrinkPercent: 100,
    warnShrinkPercent: 100,
    growPercent: null,
    mustChange: false,
    verify: null,
  };
  return { ...job, rule, whole: { members } };
}

function placeOfMember(place: Place, value: string): Place {
  return { ...place, template: filled(place.template, value) };
}

function endSignalOf(finished: EndSignal, value: string): EndSignal {
  return finished.kind === 'report' ? { ...finished, place: placeOfMember(finished.place, value) } : finished;
}

/** None of the parts holds a slash, since `{each}` stays within a segment. */
function filled(template: string, value: string): string {
  const parts = value.split('/');
  let next = 0;
  return template.replaceAll(EACH, () => {
    const part = parts[next] ?? '';
    next += 1;
    return part.replace(/[*{}]/g, '{$&}');
  });
}
