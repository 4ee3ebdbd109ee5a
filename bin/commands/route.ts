import { loadRules } from '../../lib/app/rules/load-rules.ts';
import { formatInstant, formatMinute, type Instant } from '../../lib/core/instant.ts';
import { memberValue } from '../../lib/core/members/member-id.ts';
import { memberJob } from '../../lib/core/members/member-job.ts';
import type { Job } from '../../lib/core/model/job.ts';
import { People } from '../../lib/core/people/people.ts';
import { type ExplainedRoute, explainRoute } from '../../lib/core/routing/explain-route.ts';
import { type RouteReason, routeText } from '../../lib/core/routing/route-reason.ts';
import type { Routed } from '../../lib/core/routing/routed.ts';
import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { printJson, printText } from '../print/print-text.ts';
import { printable } from '../print/printable.ts';
import { documentInForce, jobsOrUsageError } from '../wiring/load-document.ts';
import { openRules } from '../wiring/open-rules.ts';
import { stateAddressOf } from '../wiring/open-stores.ts';
import type { CommonOptions } from './common-options.ts';

interface RouteOptions extends CommonOptions {
  readonly at?: Instant;
}

/** `sentinel route JOB`: who would be notified, when and why, if the job broke. Reads the rules and sends nothing. */
export async function routeCommand(jobId: string, options: RouteOptions): Promise<number> {
  const at = options.at ?? Date.now();
  const loaded = await loadRules(await openRules(options.rules, stateAddressOf(options.state)), Date.now());
  const document = documentInForce(loaded);
  const people = new People(document, loaded.lastGood?.holidays ?? {});
  const explained = jobsToRoute(document, jobId).map((job) => ({ job, routes: explainRoute(job, people, at) }));
  if (options.json) {
    const report = explained.map(({ job, routes }) => ({
      job_id: job.id,
      at: formatInstant(at),
      routes: routes.map(routeJson),
    }));
    printJson(report);
    return 0;
  }
  for (const { job, routes } of explained) {
    const lines = [`If ${job.id} (${job.at}) broke at ${formatMinute(at)}:`, ...routes.flatMap(routeLines)];
    printText(`${lines.map(printable).join('\n')}\n`);
  }
  return 0;
}

/** Members are routed as their job: whether there is one of that name does not matter, and the state is not read. */
function jobsToRoute(document: RulesDocument, jobId: string): readonly Job[] {
  for (const whole of document.jobs) {
    if (whole.each === undefined || !jobId.startsWith(`${whole.id}/`)) continue;
    const value = memberValue(jobId.slice(whole.id.length + 1));
    const member = value === null ? null : memberJob(whole, value);
    if (member !== null) return [member];
  }
  return jobsOrUsageError(document, jobId);
}

function routeLines({ state, routing }: ExplainedRoute): string[] {
  const state8 = state.padEnd(8);
  if (routing.routed.length === 0) return [`  ${state8}  no one: ${routeText(routing.reasons)}`];
  return routing.routed.map((each) => `  ${state8}  ${routedText(each)}`);
}

function routedText(each: Routed): string {
  if (each.do === 'drop') return `not ${each.personId}: ${routeText(each.reasons)}`;
  const { personId, addresses, role } = each.plan;
  const where = addresses.map(({ channel, to }) => `${channel} ${to}`).join(', else ') || 'no address';
  const when = each.do === 'send' ? 'at once' : formatMinute(each.until);
  return `${personId} (${role}) ${when}, by ${where}: ${routeText(each.reasons)}`;
}

function routeJson({ state, routing }: ExplainedRoute): object {
  return {
    state,
    ...reasonsJson(routing.reasons),
    told: routing.routed.map((each) =>
      each.do === 'drop'
        ? { person: each.personId, told: false, ...reasonsJson(each.reasons) }
        : {
            person: each.plan.personId,
            told: true,
            role: each.plan.role,
            at: each.do === 'defer' ? formatInstant(each.until) : null,
            addresses: each.plan.addresses,
            ...reasonsJson(each.reasons),
          },
    ),
  };
}

function reasonsJson(reasons: readonly RouteReason[]): object {
  return { why: routeText(reasons), reasons: reasons.map(({ code }) => code) };
}
