import type { Scheme } from '../core/model/scheme.ts';
import type { Destination } from '../ports/destination.ts';
import type { SourceDestination } from '../ports/source-setup.ts';

/** Where a run's backup is to land. Its code is loaded now. */
export async function openDestination(scheme: Scheme, env: NodeJS.ProcessEnv): Promise<Destination> {
  return ((await import(`./${scheme}/destination.ts`)) as SourceDestination).openDestination(env);
}
