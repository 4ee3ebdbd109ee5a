import { DETAIL_VERSION } from '../event/detail-types.ts';
import { formatOptional } from '../event/publishable.ts';
import { type Json, snakeCased } from '../event/snake-case.ts';
import { formatInstant } from '../instant.ts';
import type { Ending, Notice, OwnerSoFar } from './notice.ts';
import { linksOf } from './notice-links.ts';
import { nextStep, wordsOf } from './notice-words.ts';
import type { Notification } from './notification.ts';
import { countWords, notificationTitle } from './notification-words.ts';
import { oneLine } from './outside-text.ts';
import type { RenderOptions } from './render-options.ts';

/** SNS takes 256 KiB, the smallest of those who get JSON; room is left for what is put around it. */
const MAX_BYTES = 200_000;
const MAX_TEXT = 2000;
const MAX_OTHERS = 50;

/** A notification for machines: every text from outside cleaned, and cut where it is absurdly long. */
export function jsonMessage(notification: Notification, options: RenderOptions): Readonly<Record<string, Json>> {
  const notices: Json[] = [];
  let bytes = 0;
  for (const notice of notification.notices) {
    const json = noticeJson(notice, notification, options);
    bytes += new TextEncoder().encode(JSON.stringify(json)).length;
    if (bytes > MAX_BYTES && notices.length > 0) break;
    notices.push(json);
  }
  const omitted = notification.notices.slice(notices.length);
  return {
    version: DETAIL_VERSION,
    person: notification.personId,
    at: formatInstant(notification.at),
    title: notificationTitle(notification),
    is_update: notification.earlier !== null,
    counts: { notices: notification.notices.length, omitted: omitted.length, omitted_words: countWords(omitted) },
    shared: notification.sharedCauses.map(({ fact, value, jobIds }) => ({
      fact,
      value: cut(value),
      jobs: jobIds.length,
    })),
    notices,
  };
}

function noticeJson(notice: Notice, notification: Notification, options: RenderOptions): Json {
  const { failed, alsoFailed, atRisk, ending, quieted, others, standsInFor } = notice;
  const words = wordsOf(notice, notification);
  const tests = [...(failed === null ? [] : [failed]), ...alsoFailed];
  return {
    job_id: notice.jobId,
    name: cut(notice.jobName),
    telling: notice.kind,
    state: notice.state,
    event_id: notice.eventId,
    break_seq: notice.breakSeq,
    is_drill: notice.isDrill,
    drill_id: notice.drillId,
    is_refuted: notice.isRefuted,
    since: formatInstant(notice.since),
    broken_since: formatInstant(notice.brokenSince),
    found_at: formatOptional(notice.foundAt),
    title: words.title,
    text: [words.what, words.risk].filter((line) => line !== null).join(' '),
    failed: tests.map(({ reason, at, ...test }) => ({ ...test, reason: cut(reason), at: cut(at) })),
    data_at_risk_seconds: atRisk.seconds,
    last_good_at: formatOptional(atRisk.lastGoodAt),
    ...(atRisk.deletedAbout !== undefined && { last_good_deleted_about: formatInstant(atRisk.deletedAbout) }),
    ending: ending && endingJson(ending),
    quieted: quieted && { how: quieted.how, by: cut(quieted.by), until: formatOptional(quieted.until) },
    evidence: notice.evidence === null ? null : cut(notice.evidence),
    links: linksOf(notice, options).map(({ label, url }) => ({ label, url })),
    rule: notice.rule && { words: notice.rule.words === null ? null : cut(notice.rule.words), at: cut(notice.rule.at) },
    next: nextStep(notice),
    owner: notice.owner && ownerJson(notice.owner),
    note: notice.note === null ? null : cut(notice.note),
    told_too: others.slice(0, MAX_OTHERS).map(({ personId, when }) => ({
      person: cut(personId),
      // The name that receivers know.
      when: when.kind === 'notified' ? 'told' : when.kind,
      at: when.kind === 'now' ? null : formatInstant(when.at),
    })),
    in_place_of: standsInFor && { person: cut(standsInFor.personId), unreached: standsInFor.unreached },
  };
}

function ownerJson({ personId, knownSince, did }: OwnerSoFar): Json {
  return {
    person: cut(personId),
    known_since: formatOptional(knownSince),
    did: did && { what: did.what, at: formatInstant(did.at) },
  };
}

function endingJson({ startedAt, endedAt, lastedS, worst, by, fixedBy, again }: Ending): Json {
  return {
    started_at: formatInstant(startedAt),
    ended_at: formatInstant(endedAt),
    lasted_seconds: lastedS,
    worst,
    by:
      by.kind === 'backup'
        ? { kind: by.kind, ts: formatInstant(by.at), size_bytes: by.sizeBytes, location: cut(by.location) }
        : by.kind === 'proof'
          ? { kind: by.kind, ts: formatInstant(by.at) }
          : snakeCased(by),
    fixed_by: fixedBy === null ? null : cut(fixedBy),
    again: again && { state: again.state, since: formatInstant(again.since) },
  };
}

function cut(text: string): string {
  return oneLine(text, MAX_TEXT);
}
