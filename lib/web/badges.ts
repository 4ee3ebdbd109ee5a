import { type Context, Hono } from 'hono';
import { jobsNamed } from '../app/act/act-on-job.ts';
import { standingOf } from '../app/views/read-job-views.ts';
import { readStatus } from '../app/views/status.ts';
import type { Instant } from '../core/instant.ts';
import { badgeJson, badgeOf, badgeSvg } from '../core/message/badge.ts';
import { labelOf } from '../core/model/job-label.ts';
import { quietedOf } from '../core/model/quieted.ts';
import { STANDING_ORDER } from '../core/model/standing.ts';
import type { StateStore } from '../ports/state-store.ts';
import type { RulesInForce } from './kept-rules.ts';
import { isPassOverdue } from './pass-overdue.ts';

export interface BadgePorts {
  readonly store: Pick<StateStore, 'read' | 'readLastPass'>;
  /** Throws NoRules. */
  readonly inForce: () => Promise<RulesInForce>;
  readonly now: () => Instant;
}

/** Pages that show a badge are read more often than backups are made. */
const CACHE_SECONDS = 300;

const HEADERS = {
  'cache-control': `public, max-age=${CACHE_SECONDS}`,
  'access-control-allow-origin': '*',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  'x-content-type-options': 'nosniff',
};

/**
 * Badges, at `/badge/JOB.svg` and `.json`, without signing in, of jobs that are marked `public: true`. All others
 * are answered like jobs that do not exist.
 */
export function badges({ store, inForce, now }: BadgePorts): Hono {
  const app = new Hono();
  app.get('/badge/*', async (context) => {
    const asked = readBadgePath(new URL(context.req.url).pathname);
    if (asked === null) return none(context);
    const rules = await inForce();
    const jobs = jobsNamed(rules.document.jobs, asked.jobId);
    const [first] = jobs;
    if (!first || !jobs.every(({ isPublic }) => isPublic)) return none(context);
    const at = now();
    const status = await readStatus(rules, jobs, store, at);
    const standings = status.jobs.map(({ row, unknown }) =>
      standingOf({ unknown, state: row.state, quieted: quietedOf(row, at) }),
    );
    // Where the next check is overdue, it is not known whether a green job still is.
    if (status.lastPass !== null && isPassOverdue(status.lastPass, rules.document, at)) standings.push('unknown');
    const worst = STANDING_ORDER.find((standing) => standings.includes(standing)) ?? 'unknown';
    const badge = badgeOf(first.proofOf === undefined ? first.name : labelOf(first), worst);
    if (asked.form === 'json') return context.json(badgeJson(badge, CACHE_SECONDS), 200, HEADERS);
    return context.body(badgeSvg(badge), 200, { ...HEADERS, 'content-type': 'image/svg+xml; charset=utf-8' });
  });
  return app;
}

function readBadgePath(pathname: string): { readonly jobId: string; readonly form: string } | null {
  const [, encoded, form] = /^\/badge\/(.{1,300})\.(svg|json)$/.exec(pathname) ?? [];
  if (encoded === undefined || form === undefined) return null;
  try {
    return { jobId: decodeURIComponent(encoded), form };
  } catch {
    return null;
  }
}

function none(context: Context): Response {
  return context.text('not found', 404, { ...HEADERS, 'cache-control': 'public, max-age=60' });
}
