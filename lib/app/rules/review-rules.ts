import { jobsApart } from '../../core/foresight/jobs-apart.ts';
import { formatInstant, type Instant } from '../../core/instant.ts';
import type { AdminChannel } from '../../ports/admin-notice.ts';
import type { Announcements } from '../../ports/announcements.ts';
import type { HolidayCalendar } from '../../ports/holiday-calendar.ts';
import { type LastGood, RulesMissing, RulesUnavailable } from '../../ports/rules-source.ts';
import type { UploadedDocument, UploadedRules } from '../../ports/uploaded-rules.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';
import { acceptedDocument, needsAcceptance } from './accept-rules.ts';
import { type LoadedRules, loadRules } from './load-rules.ts';
import { acceptedNews, acceptedNotice, rejectedNews, rejectedNotice } from './rules-news.ts';
import { readAsAccepted } from './upgraded-rules.ts';

/** Another process that keeps the last good copy in between is read and decided upon again, this many times. */
const MAX_TRIES = 5;

export interface ReviewPorts {
  readonly rules: UploadedRules;
  readonly holidays: HolidayCalendar;
  readonly announcements: Announcements;
  readonly admin: AdminChannel;
  /** The name of the reader whose readings are kept; null to keep none. */
  readonly reader: string | null;
  /** What an accepted document would have done with the jobs that it treats differently, in lines for the admin. Never rejects. */
  readonly foresee: (edited: RulesDocument, current: RulesDocument, now: Instant) => Promise<readonly string[]>;
}

/** What a review came to. */
export type Review =
  | { readonly kind: 'accepted'; readonly loaded: LoadedRules; readonly accepted: LastGood }
  | { readonly kind: 'rejected'; readonly loaded: LoadedRules }
  /** Accepted or rejected before, and announced. */
  | { readonly kind: 'known'; readonly loaded: LoadedRules }
  /** Another upload has taken its place, and has its own review. */
  | { readonly kind: 'overtaken' }
  /** There is no document (any more): checks go on with the last good one, and say so. */
  | { readonly kind: 'missing' };

/**
 * Validates the document as it stands, keeps it as the last good one when it is good, and notifies the bus and the admin:
 * what changed, or every problem. `upload` is the one whose review it is; null to review whatever is there. Done
 * again it notifies no one again; what was kept and not announced is announced. Throws RulesUnavailable, AdminUnreachable,
 * NewsNotTaken: then it has to be done again.
 */
export async function reviewRules(upload: string | null, ports: ReviewPorts, now: Instant): Promise<Review> {
  for (let tries = 1; ; tries += 1) {
    const { loaded, current } = await readUploaded(ports.rules, now);
    if (current === null) return { kind: 'missing' };
    if (upload !== null && current.upload !== upload) return { kind: 'overtaken' };
    if (loaded.used !== 'current') return reject(loaded, current, ports, now);
    if (!needsAcceptance(loaded, now, ports.reader)) return confirm(loaded, ports, now);
    const accepted = await acceptedDocument(loaded, ports.holidays, now, ports.reader);
    const replaces = loaded.isLastGoodDamaged ? [] : [loaded.lastGood];
    if (await ports.rules.writeLastGood(accepted, ...replaces)) return notifyAccepted(loaded, accepted, ports, now);
    // Another process was faster: what they kept may be this document, or the one before.
    if (tries === MAX_TRIES) {
      throw new RulesUnavailable(`the last good copy beside ${loaded.source} kept changing; upload the document again`);
    }
  }
}

interface Uploaded {
  readonly loaded: LoadedRules;
  /** Null when there is none. */
  readonly current: UploadedDocument | null;
}

async function readUploaded(rules: UploadedRules, now: Instant): Promise<Uploaded> {
  let current: UploadedDocument | null = null;
  let isMissing = false;
  const read = async (maxBytes: number): Promise<UploadedDocument> => {
    try {
      current = await rules.read(maxBytes);
      return current;
    } catch (error) {
      isMissing = error instanceof RulesMissing;
      throw error;
    }
  };
  const loaded = await loadRules(
    {
      name: rules.name,
      folder: rules.folder,
      ...(rules.maxJobs !== undefined && { maxJobs: rules.maxJobs }),
      read,
      readLastGood: () => rules.readLastGood(),
      writeLastGood: (lastGood, ...replaces) => rules.writeLastGood(lastGood, ...replaces),
    },
    now,
  );
  if (loaded.unavailable !== null && !isMissing) throw new RulesUnavailable(loaded.unavailable);
  // Without it no one can say what this document changes, or drops.
  if (loaded.lastGoodError !== null && !loaded.isLastGoodDamaged) throw new RulesUnavailable(loaded.lastGoodError);
  return { loaded, current };
}

/** A document that is the last good one already; perhaps the process that kept it did not get to announce it. */
async function confirm(loaded: LoadedRules, ports: ReviewPorts, now: Instant): Promise<Review> {
  const { lastGood } = loaded;
  if (lastGood === null || lastGood.announcedAt !== null) return { kind: 'known', loaded };
  return notifyAccepted(loaded, lastGood, ports, now);
}

async function notifyAccepted(
  loaded: LoadedRules,
  accepted: LastGood,
  ports: ReviewPorts,
  now: Instant,
): Promise<Review> {
  // Holidays of another year, of a document that people know of.
  if (accepted.announcedAt !== null) return { kind: 'known', loaded };
  const isAnnounced = await ports.announcements.announce(acceptedNews(loaded, accepted));
  await ports.admin.notify(acceptedNotice(loaded, accepted, await foreseen(loaded, accepted, ports, now)));
  if (!isAnnounced) throw new NewsNotTaken('that the rules doc was accepted');
  // Where another process keeps another document meanwhile, that one has its own news.
  await ports.rules.writeLastGood({ ...accepted, announcedAt: formatInstant(now) }, accepted);
  return { kind: 'accepted', loaded, accepted };
}

/** Nothing where no job may be treated differently, or the document before is not at hand: then it is announced without. */
async function foreseen(
  { document, lastGood, fileName, folder }: LoadedRules,
  { version }: LastGood,
  { foresee }: ReviewPorts,
  now: Instant,
): Promise<readonly string[]> {
  if (document === null || lastGood === null || lastGood.version === version) return [];
  const current = (await readAsAccepted(lastGood, { name: fileName, folder, now })).document;
  return current === null || jobsApart(document, current).size === 0 ? [] : foresee(document, current, now);
}

async function reject(
  loaded: LoadedRules,
  current: UploadedDocument,
  ports: ReviewPorts,
  now: Instant,
): Promise<Review> {
  if ((await ports.rules.readRejected()) === current.upload) return { kind: 'known', loaded };
  const isAnnounced = await ports.announcements.announce(rejectedNews(loaded, current, now));
  await ports.admin.notify(rejectedNotice(loaded));
  if (!isAnnounced) throw new NewsNotTaken('that the rules doc was rejected');
  await ports.rules.writeRejected(current.upload);
  return { kind: 'rejected', loaded };
}

/** The bus did not take the news; the admin has been notified. */
export class NewsNotTaken extends Error {
  constructor(what: string) {
    super(`the bus did not take the news ${what}; it is announced again by the next review`);
    this.name = 'NewsNotTaken';
  }
}
