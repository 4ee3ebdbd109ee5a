import { type Context, Hono } from 'hono';
import { actByPerson } from '../app/act/act-by-person.ts';
import { Findings } from '../app/check/findings.ts';
import type { LoadedRules } from '../app/rules/load-rules.ts';
import { KeptRows } from '../app/views/kept-rows.ts';
import { ListedRows } from '../app/views/listed-rows.ts';
import type { ViewPorts } from '../app/views/read-job-views.ts';
import type { Instant } from '../core/instant.ts';
import type { ApiTokens } from '../ports/api-tokens.ts';
import type { DayLog } from '../ports/day-log.ts';
import type { DeliveryLog } from '../ports/delivery-log.ts';
import type { DrillLog } from '../ports/drill-log.ts';
import type { EventSink } from '../ports/event-sink.ts';
import type { MemberLog } from '../ports/member-log.ts';
import type { Proposals } from '../ports/proposals.ts';
import type { RecordLog } from '../ports/record-log.ts';
import type { RowChanges } from '../ports/row-changes.ts';
import { type Secrets, SecretUnavailable } from '../ports/secrets.ts';
import type { Sessions } from '../ports/sessions.ts';
import type { SlackAnswers } from '../ports/slack-answers.ts';
import type { AuditLog, HeartbeatLog, StateStore } from '../ports/state-store.ts';
import type { UsedLinks } from '../ports/used-links.ts';
import { actionLinks } from './action-links.ts';
import { api } from './api.ts';
import { badges } from './badges.ts';
import { keptFor } from './kept-for.ts';
import { KeptRules } from './kept-rules.ts';
import { metrics } from './metrics.ts';
import { OwnOrigin } from './own-origin.ts';
import { statusPage } from './page/status-page.ts';
import { jobForPage, listForPage } from './page-views.ts';
import { requestBucket } from './request-bucket.ts';
import { seenLinks } from './seen-links.ts';
import { signIn } from './sign-in.ts';
import { SLACK_PATH, slackActions } from './slack-actions.ts';
import { mayBeFromSlack, slackHeaders } from './slack-signature.ts';
import { Throttle, tooManyRequests } from './throttle.ts';
import { Viewers } from './viewers.ts';

/** What the web needs: the same on a single host and on AWS. */
export interface WebPorts {
  readonly store: StateStore;
  /** Which rows were written, where the store itself can say so; without it the index does. */
  readonly rowChanges?: RowChanges;
  readonly audit: AuditLog;
  /** Where changes are published at once; without it the next check publishes them. */
  readonly sink?: EventSink;
  readonly record: RecordLog;
  readonly deliveries: DeliveryLog;
  readonly days: DayLog;
  readonly drills: DrillLog;
  readonly apiTokens: ApiTokens;
  readonly heartbeats: Pick<HeartbeatLog, 'newest'>;
  readonly proposals: Pick<Proposals, 'read'>;
  /** The ping address of a job, for its owner; left out where it cannot be derived. */
  readonly pingAddressOf?: (jobId: string) => Promise<string | null>;
  readonly sessions: Sessions;
  readonly usedLinks: UsedLinks;
  readonly members: MemberLog;
  readonly secrets: Secrets;
  /** Null where Slack is not set up; then nothing is served to it. */
  readonly slack: SlackAnswers | null;
  readonly rules: () => Promise<LoadedRules>;
  readonly now: () => Instant;
  /** Of a clock that only goes forward. */
  readonly elapsedMs: () => number;
  /** Gets the text of each request that failed, for the log. */
  readonly onError: (message: string) => void;
}

export interface WebOptions {
  /** Names of the secrets: the key of links and sessions, and the signing secret of Slack. */
  readonly linkKeyName: string;
  readonly signingSecretName: string;
  /** The address that a request came from: what the server says, never what the client does. */
  readonly sourceOf: (context: Context) => string;
  /** Where people reach it, where that differs from where it listens. */
  readonly publicUrl: string | null;
  /** How long rules, and what pinged without being in them, are used until they are read again. */
  readonly rulesKeptMs: number;
}

/**
 * All of the web except heartbeats: the page, signing in, the API, buttons and links of messages, badges and metrics.
 * Unknown paths are answered before anything is read.
 */
export function webApp(ports: WebPorts, options: WebOptions): Hono {
  const { now, elapsedMs, secrets, store, audit } = ports;
  const { linkKeyName, signingSecretName, sourceOf } = options;
  const kept = new KeptRules(ports.rules, options.rulesKeptMs, elapsedMs);
  const inForce = () => kept.inForce();
  const rules = async () => (await kept.inForce()).document;
  const ownOrigin = new OwnOrigin(options.publicUrl);
  const rows = ports.rowChanges ? new KeptRows(store, ports.rowChanges) : new ListedRows(store, now);
  const views: ViewPorts = {
    store: rows,
    audit,
    deliveries: ports.deliveries,
    findings: new Findings(audit),
    days: ports.days,
  };
  const { apiTokens, sessions, usedLinks } = ports;
  const viewerPorts = { apiTokens, sessions, secrets, now, rules };
  const viewers = new Viewers(viewerPorts, linkKeyName);
  const acting = { store, audit, members: ports.members, rules, secrets, now, ...(ports.sink && { sink: ports.sink }) };
  const runs = { store, heartbeats: ports.heartbeats };
  const pingAddressOf = async (jobId: string) => {
    try {
      return (await ports.pingAddressOf?.(jobId)) ?? null;
    } catch (error) {
      // The page shows how the job stands all the same.
      if (!(error instanceof SecretUnavailable)) throw error;
      ports.onError(error.message);
      return null;
    }
  };
  const proposals = { read: keptFor(() => ports.proposals.read(), options.rulesKeptMs, elapsedMs) };
  const pageViews = { views, runs, pingAddressOf, store, proposals, inForce, now };

  const app = new Hono();
  const throttle = new Throttle(sourceOf, elapsedMs);
  app.use('*', async (context, next) => {
    // Whether Slack sent it, only its body shows.
    if (ports.slack !== null && context.req.path === SLACK_PATH && mayBeFromSlack(slackHeaders(context), now()))
      return next();
    const bucket = await requestBucket(context, viewers, secrets, linkKeyName);
    return throttle.take(context, bucket) ? next() : tooManyRequests(context);
  });
  app.route('/', api({ views, runs, acting, inForce, viewers, ownOrigin, now, elapsedMs }));
  app.route('/', signIn({ ...viewerPorts, usedLinks, audit, elapsedMs }, { linkKeyName, ownOrigin, sourceOf }));
  app.route(
    '/',
    statusPage({
      viewer: async (request) => (await viewers.see(request)).viewer,
      isFromHere: (request) => ownOrigin.isFromHere(request),
      list: (viewer) => listForPage(viewer, pageViews),
      job: (jobId, viewer) => jobForPage(jobId, viewer, pageViews),
      act: async (asked) => actByPerson(asked, await rules(), acting),
      now,
      onError: ports.onError,
    }),
  );
  app.route('/', actionLinks(acting, linkKeyName));
  app.route('/', seenLinks({ drills: ports.drills, secrets, now }, linkKeyName));
  if (ports.slack !== null)
    app.route(
      '/',
      slackActions({ ...acting, drills: ports.drills, usedLinks, slack: ports.slack }, signingSecretName, throttle),
    );
  app.get('/record', async (context) => {
    // Read a few times a year.
    const { recordPage } = await import('./record-page.ts');
    const record = { store: { read: store.read.bind(store) }, record: ports.record, inForce, viewers, now };
    return recordPage(record).fetch(context.req.raw);
  });
  app.route('/', badges({ store, inForce, now }));
  app.route('/', metrics({ views, inForce, viewers, now }));
  app.notFound((context) => context.text('not found', 404));
  app.onError((error, context) => {
    ports.onError(`a request failed: ${error.message}`);
    return unavailable(context);
  });
  return app;
}

function unavailable(context: Context): Response {
  const headers = { 'retry-after': '10', 'cache-control': 'no-store' };
  const message = 'this is not available now; try again';
  if (!new URL(context.req.url).pathname.startsWith('/api/')) return context.text(message, 503, headers);
  return context.json({ error: { code: 'unavailable', message } }, 503, headers);
}
