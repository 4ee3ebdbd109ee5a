import type { SuggestedPlaces } from '../../lib/app/foresight/suggest-places.ts';
import { ruleOf } from '../../lib/app/foresight/suggested-text.ts';

/** What places suggest, for `--json`. */
export function suggestedJson({ findings, jobs, leftovers, notes }: SuggestedPlaces): Record<string, unknown> {
  return {
    findings: findings.map(({ kind, jobId, member, words }) => ({ kind, job_id: jobId, member, words })),
    jobs: jobs.map(({ job, isWhole }) => ({
      ...{ job_id: job.id, name: job.name, backup: job.backup, mirror: job.isMirror, marker: job.marker },
      ...{ rule: ruleOf(job), except: job.except, verify: isWhole ? 'well-formed' : null, seen: job.comment },
    })),
    leftovers: leftovers.map(({ location, leftover }) => ({
      location,
      files: leftover.count,
      size_bytes: leftover.bytes,
      example: leftover.example,
      reason: leftover.reason,
    })),
    notes,
  };
}
