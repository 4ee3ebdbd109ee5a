import { stringify } from 'yaml';
import { AWS_KINDS, type UncoveredResource } from '../../core/foresight/aws-resources.ts';
import { shortDate } from '../../core/foresight/series-words.ts';
import type { Instant } from '../../core/instant.ts';

/** A guess that the person who pastes it corrects. */
const RULE = 'every 24 hours';

/** A resource without a backup, in a sentence. */
export function resourceWords({ resource, backedUpAt }: UncoveredResource, now: Instant, zone: string): string {
  const { kind, id, label, note } = resource;
  const named = label === null ? id : `${id} (${label})`;
  const last =
    backedUpAt === null ? 'AWS Backup never backed it up' : `last AWS Backup ${shortDate(backedUpAt, now, zone)}`;
  return `${AWS_KINDS[kind].words} ${named}${note === null ? '' : `, ${note}`}: in no job; ${last}`;
}

/** The lines of a job for its recovery points, as they would be once a plan makes them; each ends with a line break. */
export function resourceYaml(uncovered: UncoveredResource, indent: string): string {
  const { resource, jobId } = uncovered;
  const name = `${AWS_KINDS[resource.kind].words} ${resource.label ?? resource.id}`;
  const yaml = stringify({ [jobId]: { name, backup: `aws-backup:${resource.arn}`, rule: RULE } }, { lineWidth: 0 });
  return `# add it to a plan of AWS Backup, and say here how often that runs; or write heartbeat: true for the place\n${yaml}`.replace(
    /^(?=.)/gm,
    indent,
  );
}
