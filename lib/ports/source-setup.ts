import type { CopySource } from './copy-source.ts';
import type { Destination } from './destination.ts';

/** One kind of place with its client: gives what looks at places until `signal` fires, which cuts short what is under way. */
export type OpenedSource = (signal?: AbortSignal) => CopySource;

/** `list.ts` of a source's folder. */
export interface SourceList {
  openSource(env: NodeJS.ProcessEnv): OpenedSource | Promise<OpenedSource>;
}

/** `destination.ts` of a source's folder: what the runner asks before a backup. */
export interface SourceDestination {
  openDestination(env: NodeJS.ProcessEnv): Destination | Promise<Destination>;
}
