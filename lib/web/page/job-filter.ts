import type { JobView } from '../../app/views/job-view.ts';
import { standingOf } from '../../app/views/read-job-views.ts';
import { STANDING_ORDER, type Standing } from '../../core/model/standing.ts';

/** Stands for a missing group or owner; no id begins like that. */
export const NONE = '-';

/** Which jobs the list shows; null and the empty text let all through. The script in client/list.ts does the same. */
export interface JobFilter {
  readonly standing: Standing | null;
  readonly group: string | null;
  readonly owner: string | null;
  /** In the name or the id, whatever the case. */
  readonly text: string;
}

/** What the address of the list asks for. */
export interface ListRequest {
  readonly filter: JobFilter;
  /** Counts from 1. */
  readonly page: number;
  /** All rows on one page, as for printing. */
  readonly isAll: boolean;
}

/** Lets all jobs through. */
export const ALL: JobFilter = { standing: null, group: null, owner: null, text: '' };

const MAX_TEXT = 100;
const MAX_PAGE = 1000;

/** Reads the filter, and `?page=2` or `?rows=all`. */
export function readListRequest(query: URLSearchParams): ListRequest {
  const page = Number.parseInt(query.get('page') ?? '1', 10) || 1;
  return {
    filter: readFilter(query),
    page: Math.min(Math.max(page, 1), MAX_PAGE),
    isAll: query.get('rows') === 'all',
  };
}

/** Reads `?state=alert&group=shops&owner=sam&q=orders`; invalid values are ignored. */
function readFilter(query: URLSearchParams): JobFilter {
  const state = query.get('state');
  return {
    standing: STANDING_ORDER.find((standing) => standing === state) ?? null,
    group: query.get('group') || null,
    owner: query.get('owner') || null,
    text: (query.get('q') ?? '').trim().slice(0, MAX_TEXT),
  };
}

/** The jobs that the filter lets through, in their order. */
export function passing(jobs: readonly JobView[], filter: JobFilter): readonly JobView[] {
  return isEmptyFilter(filter) ? jobs : jobs.filter((job) => passes(job, filter));
}

function passes(job: JobView, { standing, group, owner, text }: JobFilter): boolean {
  return (
    (standing === null || standing === standingOf(job)) &&
    (group === null || group === (job.group ?? NONE)) &&
    (owner === null || owner === (job.owner ?? NONE)) &&
    (text === '' || searched(job).includes(text.toLowerCase()))
  );
}

export function isEmptyFilter({ standing, group, owner, text }: JobFilter): boolean {
  return standing === null && group === null && owner === null && text === '';
}

/** The address of the list with this filter. */
export function listAddress(
  { standing, group, owner, text }: JobFilter,
  { page = 1, isAll = false }: Partial<Omit<ListRequest, 'filter'>> = {},
): string {
  const query = new URLSearchParams();
  if (standing !== null) query.set('state', standing);
  if (group !== null) query.set('group', group);
  if (owner !== null) query.set('owner', owner);
  if (text !== '') query.set('q', text);
  if (page > 1) query.set('page', String(page));
  if (isAll) query.set('rows', 'all');
  return query.size === 0 ? '/' : `/?${query}`;
}

function searched({ name, jobId }: JobView): string {
  return `${name} ${jobId}`.toLowerCase();
}
