import type { Place } from '../../core/evidence/place.ts';
import type { Recipe } from '../../core/model/proof.ts';
import type { HostSettings } from '../../runner/current-end.ts';
import type { CommandWords, NotifySettings } from '../../runner/settings/run-settings.ts';
import type { Wanted } from '../ask/wanted.ts';

/** What a proof is asked to do, checked and with its defaults. Times in milliseconds, sizes in bytes. */
export interface ProveSettings extends HostSettings {
  readonly quiet: boolean;
  readonly recipe: Recipe;
  readonly from: CopyPlace;
  readonly pick: { readonly kind: 'nth'; readonly nth: number } | { readonly kind: 'random' };
  /** The tool reads the place itself. */
  readonly isInPlace: boolean;
  /** Null for no limit. */
  readonly atMostBytes: number | null;
  /** Null for that of the recipe. */
  readonly scratchFactor: number | null;
  /** An absolute path. */
  readonly scratch: string;
  /** Who restores, where root runs this. */
  readonly user: string;
  readonly trustsCopy: boolean;
  /** Absolute paths that tools may read, besides the system's own. */
  readonly readable: readonly string[];
  /** Null: found by PATH and where they are usually. */
  readonly tools: string | null;
  readonly needEnv: readonly string[];
  readonly snapshot: string | null;
  readonly readSubsetPercent: number | null;
  readonly sampleFiles: number;
  readonly database: string | null;
  /** Of the recipe `command`. */
  readonly command: CommandWords | null;
  readonly asked: AskedSettings;
  readonly notify: NotifySettings;
}

/** Where the copies are. */
export type CopyPlace =
  | { readonly kind: 'rules'; readonly rules: string }
  | { readonly kind: 'place'; readonly text: string; readonly place: Place }
  /** As the tool names it. */
  | { readonly kind: 'repository'; readonly repository: string };

/** What is asked of what was restored. */
export interface AskedSettings {
  readonly queries: readonly { readonly query: string; readonly wanted: Wanted }[];
  readonly fresh: readonly { readonly query: string; readonly text: string; readonly withinMs: number }[];
  readonly freshZone: string | null;
  readonly files: readonly { readonly path: string; readonly size: Wanted | null }[];
  readonly fileCount: Wanted | null;
  /** Run by the shell. */
  readonly commands: readonly string[];
  readonly emptyIsFine: boolean;
  readonly leavesOutUnsafe: boolean;
}
