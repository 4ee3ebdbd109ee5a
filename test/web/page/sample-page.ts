import type { PersonActed, PersonAction } from '../../../lib/app/act/act-by-person.ts';
import type { JobDetailView } from '../../../lib/app/views/job-view.ts';
import type { JobList, PagePorts, ShownJob } from '../../../lib/web/page/page-ports.ts';
import { statusPage } from '../../../lib/web/page/status-page.ts';
import { detail, JOBS, NOW, TIMEZONE, TODAY } from './sample-jobs.ts';

export interface Sample {
  readonly list?: Partial<JobList> | null;
  readonly job?: JobDetailView | null;
  readonly pings?: Partial<Pick<ShownJob, 'runs' | 'pingAddress'>>;
  readonly mayWrite?: boolean;
  readonly isSignedIn?: boolean;
  readonly acted?: PersonActed;
  /** What happens instead of reading the jobs. */
  readonly fails?: Error;
}

const SURROUNDINGS = {
  timezone: TIMEZONE,
  lastPass: { at: NOW - 2 * 60_000, isOverdue: false },
  rulesError: null,
};

/** The page over made-up jobs; `asked` collects what was to be done. */
export function samplePage({ list, job, pings, mayWrite = true, isSignedIn = true, acted, fails }: Sample = {}) {
  const asked: PersonAction[] = [];
  const failures: string[] = [];
  const ports: PagePorts = {
    viewer: async () => (isSignedIn ? { personId: 'dana', mayWrite } : null),
    isFromHere: (request) => request.headers.get('origin') === 'http://localhost',
    list: async () => {
      if (fails) throw fails;
      return list === null ? null : { ...SURROUNDINGS, jobs: JOBS, today: TODAY, unjudged: [], ...list };
    },
    job: async (jobId) => {
      const view = JOBS.find((candidate) => candidate.jobId === jobId);
      const shown = job === undefined ? view && detail(view) : job;
      return shown
        ? { ...SURROUNDINGS, job: shown, runs: { expectedAt: null, entries: [] }, pingAddress: null, ...pings }
        : null;
    },
    act: async (action) => {
      asked.push(action);
      return acted ?? { outcome: 'unknown', message: 'there is nobody to do it' };
    },
    now: () => NOW,
    onError: (message) => failures.push(message),
  };
  return { page: statusPage(ports), asked, failures };
}
