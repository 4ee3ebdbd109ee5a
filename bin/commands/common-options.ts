import type { Instant } from '../../lib/core/instant.ts';

/** The options that most commands share, as the command line gives them. */
export interface CommonOptions {
  readonly rules: string;
  readonly state: string;
  readonly now?: Instant;
  readonly json?: boolean;
  readonly dryRun?: boolean;
  readonly bus?: string;
  readonly quiet?: boolean;
}

/** The instant to decide as of. The clock is read here, once, and passed down. */
export function nowOf(options: Pick<CommonOptions, 'now'>): Instant {
  return options.now ?? Date.now();
}
