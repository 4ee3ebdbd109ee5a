import { homedir } from 'node:os';
import { join } from 'node:path';
import { crontabLine } from './crontab-line.ts';
import type { InstallRequest } from './install-request.ts';
import { unitName } from './systemd-text.ts';
import { systemdUnits, variables } from './systemd-units.ts';
import { type WrittenFile, writeUnits } from './write-units.ts';

/** What to print: `output` goes to standard output; `notes` say what was done and what is left to do. */
export interface Installed {
  readonly output: string | null;
  readonly notes: readonly string[];
}

/** Where systemd looks for units of an administrator's, and of a user's own. */
export function unitFolder(isForUser: boolean, env: NodeJS.ProcessEnv): string {
  if (!isForUser) return '/etc/systemd/system';
  return join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'systemd/user');
}

/** `--install systemd`: writes the units into the folder and says how to enable them. Throws InstallRefused. */
export async function installSystemd(request: InstallRequest, folder: string): Promise<Installed> {
  const files = await writeUnits(folder, systemdUnits(request, folder));
  const name = unitName(request);
  const systemctl = request.isForUser ? 'systemctl --user' : 'systemctl';
  const lines = files.map(({ path, outcome }) => `${WORDS[outcome]} ${path}`);
  const environment = files.at(-1)?.path ?? '';
  return {
    output: null,
    notes: [
      ...lines,
      `put the variables of the backup, such as passwords, into ${environment}, one NAME="value" a line`,
      `enable it:  ${systemctl} daemon-reload && ${systemctl} enable --now ${name}.timer`,
      `try it:     ${systemctl} start ${name}.service; journalctl ${request.isForUser ? '--user ' : ''}-u ${name}.service`,
      ...(request.isForUser ? ['let it run while you are not signed in:  loginctl enable-linger'] : []),
    ],
  };
}

const WORDS: Readonly<Record<WrittenFile['outcome'], string>> = {
  written: 'wrote',
  replaced: 'replaced',
  unchanged: 'unchanged:',
  kept: 'kept:',
};

/** `--install cron`: the line, and how to add it. Addresses go into a file in the folder. Throws InstallRefused. */
export async function installCron(request: InstallRequest, folder: string): Promise<Installed> {
  const hasSecrets = Object.keys(request.environment).length > 0;
  const file = { name: `${unitName(request)}.env`, text: variables(request), isSecret: true };
  const output = crontabLine(request, hasSecrets ? join(folder, file.name) : null);
  const files = hasSecrets ? await writeUnits(folder, [file]) : [];
  return {
    output,
    notes: [
      ...files.map(({ path, outcome }) => `${WORDS[outcome]} ${path}`),
      'add it:  crontab -e, and paste the line above',
      'cron mails the output of the run to MAILTO=, at the top of the crontab',
      'cron does not catch up on a run missed while the host was off; systemd does',
    ],
  };
}
