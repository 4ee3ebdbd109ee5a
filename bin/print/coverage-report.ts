import type { Coverage } from '../../lib/app/foresight/find-coverage.ts';
import { findingLines, leftoverLines } from '../../lib/app/foresight/findings-text.ts';
import { resourceWords, resourceYaml } from '../../lib/app/foresight/resource-text.ts';
import { jobText } from '../../lib/app/foresight/suggested-text.ts';
import { formatOptional } from '../../lib/core/event/publishable.ts';
import { type Place, placeText } from '../../lib/core/evidence/place.ts';
import type { UncoveredResource } from '../../lib/core/foresight/aws-resources.ts';
import type { Instant } from '../../lib/core/instant.ts';
import type { Job } from '../../lib/core/model/job.ts';
import type { Inventory } from '../../lib/ports/resource-inventory.ts';
import { printable } from './printable.ts';
import { suggestedJson } from './suggested-json.ts';

export interface CoverageReport {
  readonly coverage: Coverage;
  readonly places: readonly Place[];
  /** Null where AWS was not asked. */
  readonly inventory: Inventory | null;
  readonly uncovered: readonly UncoveredResource[];
  readonly unreadable: Coverage['unreadable'];
  readonly now: Instant;
  readonly zone: string;
}

/** Nothing is to be done, as far as could be seen. */
export function isCovered({ coverage, uncovered }: CoverageReport): boolean {
  return coverage.proposed.jobs.length + coverage.empty.length + uncovered.length === 0;
}

/** What is watched by no job, what to paste, which jobs watch nothing; then the rest. */
export function coverageText(report: CoverageReport): string {
  const { coverage, inventory, uncovered, unreadable, now, zone } = report;
  const { proposed, empty } = coverage;
  const yaml = yamlOf(report);
  const isMany = proposed.jobs.length + uncovered.length > 1;
  const blocks = [
    block(
      'in no job',
      proposed.jobs.map(({ job }) => `${job.backup}: ${job.comment}`),
    ),
    block('wrong now, and in no job', findingLines(proposed)),
    block(
      `without a backup on AWS (${inventory?.where})`,
      uncovered.map((resource) => resourceWords(resource, now, zone)),
    ),
    ...(yaml === ''
      ? []
      : [
          `to watch ${isMany ? 'them' : 'it'}, add under jobs: (what needs no watching goes under settings: ignore:)\n\n${yaml}`,
        ]),
    block('jobs whose places hold nothing', empty.map(emptyLine)),
    block('beside that, in no series', leftoverLines(proposed)),
    block(
      'cannot be looked at',
      unreadable.map(({ location, message }) => `${location}: ${message}`),
    ),
  ].filter((text) => text !== '');
  const fine = isCovered(report) && unreadable.length === 0 ? [`${fineLine(report)}\n`] : [];
  return [...fine, ...blocks].join('\n');
}

function fineLine({ places, inventory }: CoverageReport): string {
  const at = places.length === 0 ? [] : [`at ${places.map(placeText).join(', ')}`];
  const where = [...at, ...(inventory === null ? [] : [`on AWS (${inventory.where})`])];
  return printable(`every series of backups ${where.join(' and ')} is watched by a job`);
}

function block(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${printable(title)}:\n${lines.map((line) => `  ${printable(line)}\n`).join('')}`;
}

function emptyLine({ id, place, at }: Job): string {
  return `${id}: nothing at ${place === null ? '' : placeText(place)} (${at})`;
}

function yamlOf({ coverage, uncovered }: CoverageReport): string {
  const jobs = [
    ...coverage.proposed.jobs.map((job) => jobText(job, '  ')),
    ...uncovered.map((resource) => resourceYaml(resource, '  ')),
  ];
  return jobs.join('').split('\n').map(printable).join('\n');
}

export function coverageJson(report: CoverageReport): object {
  const { coverage, uncovered, unreadable, places, inventory, now, zone } = report;
  return {
    places: places.map(placeText),
    ...suggestedJson(coverage.proposed),
    empty: coverage.empty.map(({ id, place, at }) => ({ job_id: id, backup: place && placeText(place), at })),
    aws: inventory?.where ?? null,
    resources: uncovered.map((found) => ({
      ...{ kind: found.resource.kind, arn: found.resource.arn, name: found.resource.label, job_id: found.jobId },
      ...{ backed_up_at: formatOptional(found.backedUpAt), words: resourceWords(found, now, zone) },
    })),
    yaml: yamlOf(report),
    unreadable,
  };
}
