import { InstallRefused, type InstallRequest } from './install-request.ts';

/** On many systems, the PATH of cron has two folders only. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The line of a crontab that runs a job. `variables`: the file with those that are secrets, null where there are none;
 * in the line itself, cron's log and every user of the host would see them. Throws InstallRefused.
 */
export function crontabLine(request: InstallRequest, variables: string | null): string {
  const { schedule, workingDirectory, program, verb, runArguments } = request;
  if (schedule.kind !== 'cron') {
    throw new InstallRefused(
      `"${schedule.expression}" is a calendar expression of systemd, which cron does not support; write five fields, such as "30 2 * * *"`,
    );
  }
  const secrets = variables === null ? '' : `set -a && . ${shellWord(variables)} && set +a && `;
  const words = [...program, verb, ...runArguments].map(shellWord);
  const command = `cd ${shellWord(workingDirectory)} && ${secrets}PATH=${PATH} ${words.join(' ')}`;
  return `${schedule.fields.join(' ')} ${escapePercent(command)}`;
}

/** A word as a shell reads it back. */
function shellWord(word: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (/[\u0000-\u001f\u007f]/.test(word)) {
    throw new InstallRefused(
      `${JSON.stringify(word)} contains a control character, which a crontab cannot hold; put the command into a script`,
    );
  }
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** An unescaped % is a line break to cron, whatever quotes it stands in; the backslash is taken away again (crontab(5)). */
function escapePercent(command: string): string {
  return command.replaceAll('%', '\\%');
}
