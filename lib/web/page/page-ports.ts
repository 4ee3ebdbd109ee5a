import type { PersonAction, PersonActed } from '../../app/act-by-person.ts';
import type { DayState, JobDetailView, JobView } from '../../app/job-view.ts';
import type { Instant } from '../../core/instant.ts';

/** Who looks at the page. */
export interface Viewer {
  /** Id under `people` in the rules doc. */
  readonly personId: string;
}

/** A job as the list shows it. */
export interface ListedJob extends JobView {
  /** Oldest first, today last; 90 at most, and fewer while fewer are known. */
  readonly strip: readonly DayState[];
}

/** All that the list shows. */
export interface JobList {
  /** In any order. */
  readonly jobs: readonly ListedJob[];
  readonly surroundings: Surroundings;
}

/** What every page says besides. */
export interface Surroundings {
  /** IANA name of the zone that the viewer reads times in. */
  readonly timezone: string;
  /** The newest pass that has ended; null before the first. */
  readonly lastPass: { readonly at: Instant; readonly isComplete: boolean } | null;
  /** Why the sentinel does not go by the newest rules doc, in a sentence; null when it does. */
  readonly rulesTrouble: string | null;
}

export interface ShownJob {
  readonly job: JobDetailView;
  readonly surroundings: Surroundings;
}

/** What the status page works with. Each may throw StateStoreUnavailable. */
export interface PagePorts {
  /** Who sent the request: its session cookie or API token; null for nobody we know. */
  readonly viewer: (request: Request) => Promise<Viewer | null>;
  /** Whether the request comes from a page of ours: a change from any other page is refused. */
  readonly isFromHere: (request: Request) => boolean;
  readonly jobs: (viewer: Viewer) => Promise<JobList>;
  /** Null when there is no such job in the rules in force. */
  readonly job: (jobId: string, viewer: Viewer) => Promise<ShownJob | null>;
  readonly act: (asked: PersonAction) => Promise<PersonActed>;
  readonly now: () => Instant;
  /** Where a viewer signs out, by POST; null where they cannot. */
  readonly signOutPath: string | null;
}
