import type { Instant } from '../instant.ts';

/** What looking inside a run showed, or that it was not looked at yet (docs/design/artifacts.md#in-the-decision). */
export type LookedInside =
  | {
      readonly finding: 'good' | 'damaged' | 'hollow';
      /** For people: what was found, and of which file where there are several. */
      readonly words: string;
      /** All of it was read, as `verify: deep` asks. */
      readonly isDeep: boolean;
    }
  /** `since`: when it was to be looked at first. */
  | { readonly finding: 'pending'; readonly since: Instant };
