import type { DynamoTable } from '../../lib/adapters/dynamodb/table.ts';
import type { ScheduledPorts } from '../../lib/app/check/scheduled-pass.ts';
import type { LoadedRules } from '../../lib/app/rules/load-rules.ts';
import type { SeenUnwatched } from '../../lib/core/foresight/unwatched-series.ts';
import type { Instant } from '../../lib/core/instant.ts';
import type { RecordHead } from '../../lib/core/record/record-head.ts';
import type { Secrets } from '../../lib/ports/secrets.ts';
import type { JobsChecks, SliceQueue } from '../../lib/ports/slice-queue.ts';

/** A queue of the checker's, whose client is loaded for the first message. */
export function slicesOnDemand(url: string): SliceQueue & JobsChecks {
  let made: Promise<SliceQueue & JobsChecks> | null = null;
  const make = async () => new (await import('../../lib/adapters/sqs/slices.ts')).SqsSlices(url);
  return {
    send: async (slices) => {
      made ??= make();
      await (await made).send(slices);
    },
    sendCheck: async (check, delayS) => {
      made ??= make();
      await (await made).sendCheck(check, delayS);
    },
  };
}

/** Secrets, whose client is loaded for the first one that is asked for. */
export function secretsOnDemand(): Secrets {
  let made: Promise<Secrets> | null = null;
  const make = async () => new (await import('../../lib/adapters/ssm/parameters.ts')).SsmParameters();
  return {
    get: async (name, options) => {
      made ??= make();
      return (await made).get(name, options);
    },
  };
}

/** What no job watches, once a week. Its parts are loaded once a pass is complete. Throws StateStoreUnavailable. */
export async function lookForUnwatchedOnDemand(
  { sourceOf }: Pick<ScheduledPorts, 'sourceOf'>,
  evidence: DynamoTable,
  listable: string,
  { document }: LoadedRules,
  now: Instant,
): Promise<SeenUnwatched | null> {
  if (document === null || listable === '') return null;
  const [{ DynamoUnwatchedLog }, { isLookDue }] = await Promise.all([
    import('../../lib/adapters/dynamodb/unwatched-log.ts'),
    import('../../lib/core/foresight/unwatched-series.ts'),
  ]);
  const unwatched = new DynamoUnwatchedLog(evidence);
  if (!isLookDue(await unwatched.newest(), now)) return null;
  const [{ lookForUnwatched }, { listablePlaces }] = await Promise.all([
    import('../../lib/app/foresight/look-for-unwatched.ts'),
    import('../../lib/settings/listable-places.ts'),
  ]);
  return lookForUnwatched(document, listablePlaces(listable), { unwatched, sourceOf }, now);
}

/** The record's day: its rules and its head. Its parts are loaded once a pass is complete. Throws StateStoreUnavailable. */
export async function makeHeadOnDemand(
  { store, announcements }: Pick<ScheduledPorts, 'store' | 'announcements'>,
  audit: DynamoTable,
  loaded: LoadedRules,
  now: Instant,
): Promise<RecordHead | null> {
  const [{ publishHead }, { noteRules }, { DynamoRecordLog }] = await Promise.all([
    import('../../lib/app/record/publish-head.ts'),
    import('../../lib/app/record/note-rules.ts'),
    import('../../lib/adapters/dynamodb/record-log.ts'),
  ]);
  const record = new DynamoRecordLog(audit);
  await noteRules(loaded, record, now);
  return publishHead({ store, record, announcements }, now);
}
