import type { GetBucketLifecycleConfigurationCommandOutput, LifecycleRule } from '@aws-sdk/client-s3';
import { GetBucketLifecycleConfigurationCommand } from '@aws-sdk/client-s3';
import type { ExpiryRule } from '../../core/evidence/expiry.ts';
import { DAY_MS, type Instant } from '../../core/instant.ts';
import { EvidenceUnreadable } from '../../ports/evidence-source.ts';
import { inTime } from '../../time/in-time.ts';

/** No verdict waits longer for what it does not need. */
const MAX_WAIT_MS = 5_000;

/** The answers of a process, by bucket. */
export type ExpiryAnswers = Map<
  string,
  { readonly at: Instant; readonly rules: Promise<readonly ExpiryRule[] | null> }
>;

/** Makes the request; throws EvidenceUnreadable. */
type Send = (command: GetBucketLifecycleConfigurationCommand) => Promise<GetBucketLifecycleConfigurationCommandOutput>;

/**
 * The rules of a bucket that delete by age, asked for once a day whatever the answer is. None where there are none, or
 * they may not be read, or the server has no such thing; null where the answer is not known. Throws nothing of S3's.
 */
export function expiryRulesOf(
  bucket: string,
  now: Instant,
  answers: ExpiryAnswers,
  send: Send,
): Promise<readonly ExpiryRule[] | null> {
  const known = answers.get(bucket);
  if (known !== undefined && Math.abs(now - known.at) < DAY_MS) return known.rules;
  const rules = ask(bucket, send);
  answers.set(bucket, { at: now, rules });
  return rules;
}

async function ask(bucket: string, send: Send): Promise<readonly ExpiryRule[] | null> {
  try {
    const sent = send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }));
    const answer = await inTime(sent, { leftMs: MAX_WAIT_MS });
    return answer.kind === 'done' ? (answer.value.Rules ?? []).flatMap(expiryRule) : null;
  } catch (error) {
    if (error instanceof EvidenceUnreadable) return error.kind === 'refused' ? [] : null;
    throw error;
  }
}

/** A rule for tags or sizes may not concern the backups, and one for a date says nothing of an age. */
function expiryRule({ Status, Expiration, Filter, Prefix }: LifecycleRule): readonly ExpiryRule[] {
  const days = Expiration?.Days;
  if (Status !== 'Enabled' || days === undefined) return [];
  const { Prefix: all, ...others } = Filter?.And ?? {};
  const { Prefix: own, And: _, ...more } = Filter ?? {};
  const isNarrower = [...Object.values(others), ...Object.values(more)].some((value) => value !== undefined);
  return isNarrower ? [] : [{ prefix: all ?? own ?? Prefix ?? '', days }];
}
