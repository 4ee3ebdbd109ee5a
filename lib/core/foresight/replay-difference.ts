import type { Transition } from '../model/transition.ts';

/** What one document would have done with a job, beside another. */
export interface JobDifference {
  readonly jobId: string;
  /** Oldest first. `added`: with the new document only; `removed`: with the current one only. */
  readonly changes: readonly { readonly kind: 'added' | 'removed'; readonly transition: Transition }[];
}

/**
 * The jobs that two documents treat differently, in the order of their ids: transitions are the same when they are to the
 * same state at the same instant.
 */
export function replayDifferences(
  added: readonly Transition[],
  current: readonly Transition[],
): readonly JobDifference[] {
  const inNew = new Set(added.map(identityOf));
  const inCurrent = new Set(current.map(identityOf));
  const changes = [
    ...added
      .filter((transition) => !inCurrent.has(identityOf(transition)))
      .map((transition) => ({ kind: 'added', transition }) as const),
    ...current
      .filter((transition) => !inNew.has(identityOf(transition)))
      .map((transition) => ({ kind: 'removed', transition }) as const),
  ];
  const ids = [...new Set(changes.map(({ transition }) => transition.jobId))].sort();
  return ids.map((jobId) => ({
    jobId,
    changes: changes
      .filter(({ transition }) => transition.jobId === jobId)
      .sort((a, b) => a.transition.at - b.transition.at),
  }));
}

function identityOf({ jobId, at, to }: Transition): string {
  return `${jobId} ${at} ${to}`;
}
