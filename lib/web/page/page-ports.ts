import type { PersonActed, PersonAction } from '../../app/act/act-by-person.ts';
import type { JobDetailView } from '../../app/views/job-view.ts';
import type { JobViews, Viewer } from '../../app/views/read-job-views.ts';
import type { JobRuns } from '../../app/views/read-runs.ts';
import type { Instant } from '../../core/instant.ts';

/** What every page shows beside its content. */
export interface RoutingContext {
  /** IANA name of the zone that the viewer reads times in. */
  readonly timezone: string;
  /** The last pass that has ended; null before the first. `isOverdue`: the next one is late. */
  readonly lastPass: { readonly at: Instant; readonly isOverdue: boolean } | null;
  /** Why the newest rules doc is not in use, in a sentence; null when it is. */
  readonly rulesError: string | null;
}

/** All that the list shows. */
export interface JobList extends RoutingContext {
  /** Worst first. */
  readonly jobs: JobViews['jobs'];
  /** The date at which the days of all jobs end. */
  readonly today: string;
  /** Names of jobs that send pings which no one judges. */
  readonly unjudged: readonly string[];
}

export interface ShownJob extends RoutingContext {
  readonly job: JobDetailView;
  readonly runs: JobRuns;
  /** Null where the viewer may not see it, or the job does not ping. */
  readonly pingAddress: string | null;
}

/** What the status page works with. Each may throw StateStoreUnavailable. */
export interface PagePorts {
  /** Who sent the request, by its session cookie or API token; null when unknown. */
  readonly viewer: (request: Request) => Promise<Viewer | null>;
  /** Whether the request comes from a page of this server: any other change is refused. */
  readonly isFromHere: (request: Request) => boolean;
  /** Null when there are no usable rules. */
  readonly list: (viewer: Viewer) => Promise<JobList | null>;
  /** Null when there is no such job in the rules in force. */
  readonly job: (jobId: string, viewer: Viewer) => Promise<ShownJob | null>;
  readonly act: (asked: PersonAction) => Promise<PersonActed>;
  readonly now: () => Instant;
  /** Gets the text of each page that failed, for the log. */
  readonly onError: (message: string) => void;
}
