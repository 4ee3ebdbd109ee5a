import { type Instant, SECOND_MS } from '../../core/instant.ts';
import { STATES } from '../../core/model/state.ts';
import { atRiskSecondsNow } from './figures-now.ts';
import { foldMembers } from './fold-members.ts';
import { inTurns } from './in-turns.ts';
import type { JobView } from './job-view.ts';
import type { JobViews } from './read-job-views.ts';

const PREFIX = 'backup_sentinel_';
const SHOWN = [...STATES, 'unknown'] as const;

/** A job's lines in each family, whole; empty where a family has none of it. */
interface JobLines {
  readonly info: string;
  readonly state: string;
  readonly quieted: string;
  readonly goodAt: string;
  readonly goodSize: string;
  readonly provenAt: string;
  readonly restoreTime: string;
}

/** Of a job whose row was not written, only the line of what is at risk is made again. */
const kept = new WeakMap<JobView, JobLines>();

/** Members of one job are one series of each family, unless they are asked for one by one. */
export interface MetricsForm {
  readonly isOpenMetrics: boolean;
  readonly perMember: boolean;
}

/**
 * What monitoring reads, in the text format of Prometheus; with `isOpenMetrics` in the form that OpenMetrics has made
 * of it. Every family is a gauge: a figure of now, from what is stored.
 */
export async function metricsText(
  { now, jobs: all, lastPass }: JobViews,
  { isOpenMetrics, perMember }: MetricsForm,
): Promise<string> {
  const folded = foldMembers(all);
  const jobs = perMember ? all : folded.map(({ view }) => view);
  const lines = await inTurns(jobs, linesOf);
  const atRisk = await inTurns(jobs, (view) => atRiskLine(view, now));
  const families = [
    family(
      'job_info',
      'What the rules doc says of a job; always 1.',
      lines.map(({ info }) => info),
    ),
    family(
      'job_state',
      'Whether a job stands in this state: 1 in one of them, 0 in the others.',
      lines.map(({ state }) => state),
    ),
    family(
      'job_quieted',
      'Whether a job is snoozed or muted, and green meanwhile.',
      lines.map(({ quieted }) => quieted),
    ),
    family(
      'job_last_good_timestamp_seconds',
      'When the newest good backup ended; absent where there is none.',
      lines.map(({ goodAt }) => goodAt),
    ),
    family(
      'job_last_good_size_bytes',
      'How large the newest good backup is; absent where that is not known.',
      lines.map(({ goodSize }) => goodSize),
    ),
    family(
      'job_data_at_risk_seconds',
      'How much is lost if the source is lost now; +Inf where there is no good backup.',
      atRisk,
    ),
    family(
      'last_proof_timestamp_seconds',
      'When a restore of a job was last shown to work; absent where it never was.',
      lines.map(({ provenAt }) => provenAt),
    ),
    family(
      'restore_seconds',
      'How long that restore took; absent where it was not measured.',
      lines.map(({ restoreTime }) => restoreTime),
    ),
    family(
      'job_members',
      'How many members of a job with {each} stand in each state.',
      folded.flatMap(({ view, members }) => memberLines(view, members)),
    ),
    ...(lastPass === null
      ? []
      : [
          figure('last_pass_timestamp_seconds', 'When the last pass began.', lastPass.at / SECOND_MS),
          figure('last_pass_duration_seconds', 'How long the last pass took.', lastPass.durationMs / SECOND_MS),
          figure('last_pass_configured_jobs', 'Jobs in the rules doc at the last pass.', lastPass.configured),
          figure('last_pass_due_jobs', 'Jobs that were due at the last pass.', lastPass.due),
          figure('last_pass_judged_jobs', 'Jobs that the last pass judged.', lastPass.judged),
          figure('last_pass_unknown_jobs', 'Jobs that the last pass could not judge.', lastPass.unknown),
        ]),
  ];
  return families.join('') + (isOpenMetrics ? '# EOF\n' : '');
}

function linesOf(job: JobView): JobLines {
  const known = kept.get(job);
  if (known) return known;
  const { jobId, name, group, owner, quieted, lastGood, proofs } = job;
  const { of = '', proven = null } = proofs ?? {};
  const id = label('job_id', jobId);
  const about = [id, label('name', name), label('group', group ?? ''), label('owner', owner ?? '')].join(',');
  const stands = job.unknown === null ? job.state : 'unknown';
  const made = {
    info: line('job_info', about, 1),
    state: SHOWN.map((state) => line('job_state', `${id},${label('state', state)}`, state === stands ? 1 : 0)).join(''),
    quieted: line('job_quieted', id, quieted === null ? 0 : 1),
    goodAt: lastGood === null || proofs ? '' : line('job_last_good_timestamp_seconds', id, lastGood.ts / SECOND_MS),
    goodSize: lastGood?.sizeBytes == null || proofs ? '' : line('job_last_good_size_bytes', id, lastGood.sizeBytes),
    provenAt: proven === null ? '' : line('last_proof_timestamp_seconds', label('job_id', of), proven.at / SECOND_MS),
    restoreTime:
      proven?.restoreMs == null ? '' : line('restore_seconds', label('job_id', of), proven.restoreMs / SECOND_MS),
  };
  kept.set(job, made);
  return made;
}

function memberLines(job: JobView, members: readonly JobView[]): string[] {
  if (members.length === 0) return [];
  return SHOWN.map((state) => {
    const count = members.filter((view) => (view.unknown === null ? view.state : 'unknown') === state).length;
    return line('job_members', `${label('job_id', job.jobId)},${label('state', state)}`, count);
  });
}

function atRiskLine(job: JobView, now: Instant): string {
  if (job.since === null || job.proofs !== undefined) return '';
  const seconds = atRiskSecondsNow(job, now) ?? Number.POSITIVE_INFINITY;
  return line('job_data_at_risk_seconds', label('job_id', job.jobId), seconds);
}

function figure(name: string, help: string, value: number): string {
  return family(name, help, [`${PREFIX}${name} ${value}\n`]);
}

function family(name: string, help: string, lines: readonly string[]): string {
  const text = lines.join('');
  return text === '' ? '' : `# HELP ${PREFIX}${name} ${help}\n# TYPE ${PREFIX}${name} gauge\n${text}`;
}

function line(name: string, labels: string, value: number): string {
  return `${PREFIX}${name}{${labels}} ${value === Number.POSITIVE_INFINITY ? '+Inf' : value}\n`;
}

/** Names come from the rules doc, where they may hold anything. */
function label(name: string, value: string): string {
  return `${name}="${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')}"`;
}
