import { check } from '../../lib/app/check/check.ts';
import type { LoadedRules } from '../../lib/app/rules/load-rules.ts';
import { placeText } from '../../lib/core/evidence/place.ts';
import type { Instant } from '../../lib/core/instant.ts';
import { labelOf } from '../../lib/core/model/job-label.ts';
import { readOnly } from '../../lib/ports/mirror-log.ts';
import type { RulesSource } from '../../lib/ports/rules-source.ts';
import { openSources } from '../../lib/sources/open-sources.ts';
import type { Stores } from '../wiring/open-stores.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const READABLE = 'let this user read the place, or correct it in the rules doc';

/** Whether every job can be judged: a check that writes nothing. Throws StateStoreUnavailable. */
export async function placeFindings(
  loaded: LoadedRules,
  rules: RulesSource,
  stores: Stores,
  now: Instant,
): Promise<readonly Finding[]> {
  const ports = {
    store: stores.state,
    audit: stores.audit,
    days: stores.days,
    heartbeats: stores.heartbeats,
    mirrors: readOnly(stores.mirrors),
    members: stores.members,
    sourceOf: openSources(process.env)().of,
    sink: null,
    rules,
    holidays: null,
    pruning: null,
    elapsedMs: () => performance.now(),
  };
  const { checked } = await check(loaded, ports, { now, dryRun: true, only: null, isPass: false });
  const found = checked.flatMap(({ job, row, unknown }) => {
    const error = unknown ?? row.unreadable?.error ?? null;
    if (error !== null) return [fail('places', `${labelOf(job)}: ${error}`, READABLE)];
    if (job.place === null || row.latest !== null || row.runs.length > 0) return [];
    return [
      warn(
        'places',
        `${labelOf(job)}: nothing was ever seen at ${placeText(job.place)}`,
        'see whether the place is right',
      ),
    ];
  });
  return found.length > 0 ? found : [ok('places', `all ${checked.length} jobs can be judged`)];
}
