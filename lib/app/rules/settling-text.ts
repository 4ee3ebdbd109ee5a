import type { LastGood } from '../../ports/rules-source.ts';
import type { ReadRules } from '../../rules-doc/read-rules-document.ts';
import { unspentRemoves } from '../../rules-doc/sections/check-job-count.ts';

/** Half a document that ends at a line is a document too: what one that drops jobs waits for; null for any other. */
export function settlingText(
  { document, removes = 0 }: ReadRules,
  lastGood: LastGood,
  fileName: string,
): string | null {
  if (document === null) return null;
  const present = new Set(document.jobs.flatMap(({ id, parentId }) => [id, parentId]));
  const dropped = lastGood.jobIds.filter((jobId) => !present.has(jobId));
  const droppedKeys = lastGood.jobKeys.filter((key) => !present.has(key));
  const keys = droppedKeys.length;
  if (dropped.length === 0 || (keys > 0 && unspentRemoves(removes, lastGood) === keys)) return null;
  const named = dropped.slice(0, 5).join(', ') + (dropped.length > 5 ? ' ...' : '');
  const atOnce = keys === 0 || keys === lastGood.removes ? '' : `, or at once with the line removes: ${keys}`;
  const spent = removes > 0 && removes === lastGood.removes ? `; its removes: ${removes} was spent before` : '';
  return `${fileName} leaves out ${dropped.length} of ${lastGood.jobIds.length} jobs (${named}) and was just written; it is used once it has been left unchanged for 2 minutes${atOnce}${spent}`;
}
