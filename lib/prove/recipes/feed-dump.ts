import { constants, open } from 'node:fs/promises';
import { pipeline, type Transform } from 'node:stream';
import type { CommandWords } from '../../runner/settings/run-settings.ts';
import { Stop } from '../../runner/stop.ts';
import { findTool } from '../preflight/find-tool.ts';
import { ProofEnd } from '../proof-end.ts';
import type { Restoring, ToolRun } from '../restoring.ts';
import type { SandboxedOptions } from '../sandbox/sandbox.ts';
import { unpackingOf } from './unpacking.ts';

/**
 * Feeds a dump to a client in the sandbox, unpacked and through a filter, as a pipe does: in memory are a few chunks.
 * Throws ProofEnd where what is packed is damaged.
 */
export async function feedDump(
  r: Restoring,
  client: CommandWords,
  filter: Transform,
  options: Partial<SandboxedOptions> = {},
): Promise<ToolRun> {
  const { path, location } = r.copy;
  const packed = await unpackingOf(r.scratch.at(path));
  const fed = r.run(client, { ...options, stdin: filter }).finally(() => filter.destroy());
  if (packed === null) {
    const file = await open(r.scratch.at(path), constants.O_RDONLY | constants.O_NOFOLLOW);
    pipeline(file.createReadStream(), filter, () => {});
    return fed;
  }
  const tool = await unpackerOf(r, packed.tool);
  const stop = new Stop();
  const unpacking = r.run([tool, ...packed.words, r.sandbox.at(path)], { stdout: filter, stop });
  unpacking.then(
    () => filter.end(),
    () => filter.destroy(),
  );
  // What has no reader any more need not be unpacked.
  const client_ = await fed.finally(() => stop.request('SIGTERM'));
  const unpacked = await unpacking;
  if (unpacked.error === null || unpacked.end.stopped) return client_;
  throw r.refuted(
    `${location} is damaged: ${lastLine(unpacked.stderr) || `${packed.tool}: ${unpacked.error}`}`,
    unpacked.stderr,
  );
}

/** The program that unpacks. Throws ProofEnd where this host has none. */
export async function unpackerOf({ current }: Restoring, name: string): Promise<string> {
  const tool = await findTool(name, null, current.ports.env);
  if (tool !== null) return tool;
  throw new ProofEnd('host-failed', `the copy is packed by ${name}, which this host lacks; install it`);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
