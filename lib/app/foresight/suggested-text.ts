import { stringify } from 'yaml';
import type { SuggestedJob } from '../../core/foresight/suggestion.ts';
import { DAY_MS, DAY_S, SECOND_MS } from '../../core/instant.ts';
import { canonicalSentence } from '../../rules-doc/sentence/read-whole.ts';
import { RULE_SENTENCES } from '../../rules-doc/sentence/rule-grammar.ts';

/** A job with what a look into its newest backups showed. */
export interface LookedJob {
  readonly job: SuggestedJob;
  readonly isWhole: boolean;
}

/** The rule of a job in canonical clauses. */
export function ruleOf(job: SuggestedJob): string {
  const { times, allowMs, floorBytes, floorFiles, warnShrinkPercent } = job;
  const seconds = allowMs / SECOND_MS;
  const said: Record<string, unknown> = {
    ...(floorBytes === null ? {} : { at_least: floorBytes }),
    ...(floorFiles === null ? {} : { at_least_files: floorFiles }),
    shrink: job.shrinkPercent,
    ...(warnShrinkPercent === null ? {} : { warn_shrink: Math.min(warnShrinkPercent, job.shrinkPercent) }),
    ...(job.mustChange ? { must_change: true } : {}),
    ...(job.unchangedMs === null ? {} : { unchanged: { withinS: job.unchangedMs / SECOND_MS } }),
  };
  switch (times.kind) {
    case 'interval': {
      const everyS = times.everyMs / SECOND_MS;
      said.every = { seconds: everyS, unit: everyS > DAY_S ? 'days' : 'hours' };
      said.allow = { kind: 'time', seconds };
      break;
    }
    case 'months':
      said.every = { months: times.months };
      said.late = { kind: 'time', seconds: Math.max(seconds, DAY_MS / SECOND_MS) };
      break;
    case 'calendar':
      said.at = times.groups;
      said.allow = { kind: 'time', seconds };
      break;
    default:
      times satisfies never;
  }
  return canonicalSentence(RULE_SENTENCES.grammar, said);
}

/** The lines of a job as they stand under `jobs:`, with its comment above; each ends with a line break. */
export function jobText({ job, isWhole }: LookedJob, indent: string): string {
  const { id, name, backup, isMirror, marker, except } = job;
  const keys = {
    name,
    backup,
    ...(isMirror ? { mirror: true } : {}),
    ...(marker === null ? {} : { finished: `marker ${marker}` }),
    ...(except.length === 0 ? {} : { each: { except } }),
    ...(isWhole ? { verify: 'well-formed' } : {}),
    rule: ruleOf(job),
  };
  const yaml = stringify({ [id]: keys }, { lineWidth: 0 });
  // A comment is one line, whatever stands in a name.
  const comment = `# ${job.comment.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')}\n`;
  return (comment + yaml).replace(/^(?=.)/gm, indent);
}
