import type { OptionValue } from './read-option.ts';

/** An option that was given. */
export interface GivenOption {
  readonly value: OptionValue;
  /** The folder that relative paths in it start from. */
  readonly folder: string;
  /** Where it was given, as messages name it: `--verify`, or `backup.yaml:3:9 verify`. */
  readonly where: string;
}

export type GivenOptions = ReadonlyMap<string, GivenOption>;

/** The settings cannot be used: every problem, one a line, each with its place and what to write. */
export class RunSettingsError extends Error {
  override readonly name = 'RunSettingsError';

  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}
