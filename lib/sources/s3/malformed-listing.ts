import type { ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { EvidenceUnreadable } from '../../ports/evidence-source.ts';

/** An answer that must not be taken for a listing. */
export function malformedListing(location: string, message: string): EvidenceUnreadable {
  return new EvidenceUnreadable('transient', 'list', location, `the answer is not a whole listing: ${message}`);
}

/** Throws EvidenceUnreadable for a page that does not say whether, or how, the listing goes on. */
export function assertWhole(
  { IsTruncated, NextContinuationToken }: Pick<ListObjectsV2CommandOutput, 'IsTruncated' | 'NextContinuationToken'>,
  location: string,
): void {
  if (IsTruncated === undefined) throw malformedListing(location, 'it does not say whether there is more');
  if (IsTruncated && NextContinuationToken === undefined)
    throw malformedListing(location, 'it does not say how to go on');
}
