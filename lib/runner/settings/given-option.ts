import type { OptionValue } from './read-option.ts';

/** An option that somebody gave. */
export interface GivenOption {
  readonly value: OptionValue;
  /** The folder that relative paths in it start from. */
  readonly folder: string;
  /** Where it was given, as messages name it: `--verify`, or `backup.yaml:3:9 verify`. */
  readonly where: string;
}

export type GivenOptions = ReadonlyMap<string, GivenOption>;

/** What was asked cannot be done as it stands: every fault, one a line, each with its place and what to write. */
export class RunSettingsFault extends Error {
  override readonly name = 'RunSettingsFault';

  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}
