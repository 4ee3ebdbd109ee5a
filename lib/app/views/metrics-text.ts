import { SECOND_MS } from '../../core/instant.ts';
import { STATES } from '../../core/model/state.ts';
import type { JobView } from './job-view.ts';
import type { JobViews } from './read-job-views.ts';

/** One series of a family: its labels and value. */
interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const PREFIX = 'backup_sentinel_';
const SHOWN = [...STATES, 'unknown'] as const;

/**
 * What monitoring reads, in the text format of Prometheus; with `isOpenMetrics` in the form that OpenMetrics has made
 * of it. Every family is a gauge: a figure of now, from what is stored.
 */
export function metricsText({ jobs, lastPass }: JobViews, isOpenMetrics: boolean): string {
  const perJob = (figureOf: (job: JobView) => number | null | undefined): Sample[] =>
    jobs.flatMap((job) => {
      const value = figureOf(job) ?? null;
      return value === null ? [] : [{ labels: { job_id: job.jobId }, value }];
    });
  const families = [
    family(
      'job_info',
      'What the rules doc says of a job; always 1.',
      jobs.map(({ jobId, name, group, owner }) => ({
        labels: { job_id: jobId, name, group: group ?? '', owner: owner ?? '' },
        value: 1,
      })),
    ),
    family(
      'job_state',
      'Whether a job stands in this state: 1 in one of them, 0 in the others.',
      jobs.flatMap((job) =>
        SHOWN.map((state) => ({ labels: { job_id: job.jobId, state }, value: state === stateOf(job) ? 1 : 0 })),
      ),
    ),
    family(
      'job_quieted',
      'Whether a job is snoozed or muted, and green meanwhile.',
      perJob(({ quieted }) => (quieted === null ? 0 : 1)),
    ),
    family(
      'job_last_good_timestamp_seconds',
      'When the newest good backup ended; absent where there is none.',
      perJob(({ lastGood }) => lastGood && lastGood.ts / SECOND_MS),
    ),
    family(
      'job_last_good_size_bytes',
      'How large the newest good backup is; absent where that is not known.',
      perJob(({ lastGood }) => lastGood?.sizeBytes),
    ),
    family(
      'job_data_at_risk_seconds',
      'How much is lost if the source is lost now; +Inf where there is no good backup.',
      perJob(({ since, dataAtRiskSeconds }) =>
        since === null ? null : (dataAtRiskSeconds ?? Number.POSITIVE_INFINITY),
      ),
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

function stateOf({ unknown, state }: JobView): (typeof SHOWN)[number] {
  return unknown === null ? state : 'unknown';
}

function figure(name: string, help: string, value: number): string {
  return family(name, help, [{ labels: {}, value }]);
}

function family(name: string, help: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return '';
  const lines = samples.map(({ labels, value }) => `${PREFIX}${name}${labelText(labels)} ${numberText(value)}\n`);
  return `# HELP ${PREFIX}${name} ${help}\n# TYPE ${PREFIX}${name} gauge\n${lines.join('')}`;
}

function labelText(labels: Sample['labels']): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** Names come from the rules doc, where they may hold anything. */
function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}

function numberText(value: number): string {
  return value === Number.POSITIVE_INFINITY ? '+Inf' : String(value);
}
