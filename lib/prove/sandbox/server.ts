import { SECOND_MS } from '../../core/instant.ts';
import type { CommandWords } from '../../runner/settings/run-settings.ts';
import { inTime } from '../../time/in-time.ts';
import { ProofEnd } from '../proof-end.ts';
import type { Restoring, ToolRun } from '../restoring.ts';

const START_LIMIT_MS = 90 * SECOND_MS;

/** A server that runs in the sandbox until the proof ends. */
export interface PrivateServer {
  /** What it said last, for a failure that its ending explains. Null while it runs. */
  readonly ended: () => ToolRun | null;
}

/**
 * Starts a server and waits until it says that it is ready. It is ended with the scratch. Throws ProofEnd where it does
 * not start: that says nothing of the copy.
 */
export async function startServer(r: Restoring, command: CommandWords, ready: RegExp): Promise<PrivateServer> {
  let said: ToolRun | null = null;
  const name = command[0].slice(command[0].lastIndexOf('/') + 1);
  const isReady = new Promise<boolean>((resolve, reject) => {
    r.run(command, {
      seen: (_, lines) => {
        if (ready.test(lines.toString())) resolve(true);
      },
    }).then((run) => {
      said = run;
      resolve(false);
    }, reject);
  });
  const waited = await inTime(isReady, { leftMs: START_LIMIT_MS });
  if (waited.kind === 'done' && waited.value) return { ended: () => said };
  const ended = said as ToolRun | null;
  const reason =
    ended === null ? `it was not ready after ${START_LIMIT_MS / SECOND_MS} seconds` : (ended.error ?? 'it ended');
  throw new ProofEnd('host-failed', `the server ${name} did not start: ${reason}`, ended?.stderr ?? '');
}
