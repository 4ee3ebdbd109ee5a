import { count } from '../core/summary/counted.ts';
import type { ChangedJob, RulesChange } from './rules-change.ts';

/** At most this many jobs are named one by one; a message is read, not searched. */
const MAX_NAMED = 50;

const NOT_COMPARED =
  'the document before this one can no longer be read: only which jobs there are was compared, not their rules';

/** A change in plain words, one line for each job that is not as it was. */
export function changeLines(change: RulesChange): string[] {
  if (isNoChange(change)) return [`${count(change.unchanged, 'job')}, watched as before`];
  return [
    ...(change.isCompared ? [] : [NOT_COMPARED]),
    ...some(change.added, (job) => `added: ${job}`),
    ...some(change.removed, (job) => `removed: ${job}`),
    ...some(change.changed, changedLine),
    ...(change.isCompared ? [`${count(change.unchanged, 'job')} as before`] : []),
  ];
}

function changedLine({ job, changes }: ChangedJob): string {
  const words = changes.map(
    ({ what, from, to, direction }) => `${what} ${from} -> ${to}${direction === 'changed' ? '' : ` (${direction})`}`,
  );
  return `${job}: ${words.join('; ')}`;
}

function some<Item>(items: readonly Item[], line: (item: Item) => string): string[] {
  const more = items.length - MAX_NAMED;
  return [...items.slice(0, MAX_NAMED).map(line), ...(more > 0 ? [`... and ${more} more of these`] : [])];
}

/** True when the two documents watch the same in the same way. */
function isNoChange({ added, removed, changed, isCompared }: RulesChange): boolean {
  return isCompared && added.length === 0 && removed.length === 0 && changed.length === 0;
}
