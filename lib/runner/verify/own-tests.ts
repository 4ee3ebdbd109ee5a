import { sourceOf } from '../../core/model/scheme.ts';
import { type CaptureOptions, capture, shellCommand } from '../attempt/captured-command.ts';
import type { VerifySettings } from '../settings/run-settings.ts';
import { deepTestOf, saysWhole } from './deep-test.ts';
import type { Landed } from './landed.ts';
import type { LookedInto } from './look-into.ts';

/** What tools said of an artifact. */
export interface OwnTests {
  /** What is wrong, as a sentence; null when nothing is. */
  readonly error: string | null;
  /** The tests that passed, in words; what could not be tested is said as well. */
  readonly checkedBy: readonly string[];
}

/** `--verify-deep`: each tool's own test of its kind. On a path only: tools do not read S3. */
export async function testDeep(
  { kinds }: LookedInto,
  { place }: VerifySettings,
  options: CaptureOptions,
): Promise<OwnTests> {
  const passed = new Set<string>();
  for (const { file, kind } of kinds) {
    const test = kind === null ? null : deepTestOf(kind, file.key);
    if (kind === null || test === null) continue;
    if (!sourceOf(place.scheme).isLocal) {
      passed.add(`not read whole, since ${test[0]} reads files only`);
      continue;
    }
    const { error, output } = await capture(test, options);
    if (error !== null) return { error: `${file.key}: ${test.slice(0, 2).join(' ')}: ${error}`, checkedBy: [] };
    if (!saysWhole(kind, output))
      return { error: `${file.key}: ${test[0]} says: ${output.trim().slice(0, 300)}`, checkedBy: [] };
    passed.add(`read whole by ${test[0]}`);
  }
  return { error: null, checkedBy: [...passed] };
}

/** `--verify-command`: the job's own checks. `SENTINEL_ARTIFACT` names what was found. */
export async function runVerifyCommands(
  landed: Landed,
  commands: readonly string[],
  options: CaptureOptions,
): Promise<OwnTests> {
  const env = { ...options.env, SENTINEL_ARTIFACT: landed.location };
  for (const command of commands) {
    const { error } = await capture(shellCommand(command), { ...options, env });
    if (error !== null)
      return { error: `${landed.location}: the verify-command (${command}) failed: ${error}`, checkedBy: [] };
  }
  return { error: null, checkedBy: commands.map((command) => `its own check, ${command}`) };
}
