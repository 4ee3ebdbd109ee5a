import type { Command } from 'commander';
import { RUN_COMMAND } from '../../lib/runner/settings/run-option.ts';
import { addHostOptions } from './host-options.ts';
import { addScheduleOptions } from './schedule-options.ts';

const EXAMPLES = `
What can be repeated is a list. Sizes are written 350MB or 1.5GiB, times 90s, 15m, 4h or 2d.

Examples:
  sentinel run orders-db --verify '/backups/orders/*' --at-least 100MB --retries 3 -- backup-orders.sh
  sentinel run orders-db --config /etc/backup-sentinel/orders-db.yaml

Exit status: 0 done, or there already; 65 what landed is not right; 69 the destination cannot be looked at;
75 another run of the job is at it; 76 said to be there already, and is not; 78 not started, with what to do;
124 timed out; 128 + n died of signal n; else the command's own (1 where that is one of these).
`;

/** Gives a program the command `run`. `run`: takes the exit status that it gives. */
export function addRunCommand(program: Command, run: (command: Promise<number>) => Promise<void>): void {
  const command = addHostOptions(program.command('run'), RUN_COMMAND)
    .usage('<job> [options] -- COMMAND [ARG...]')
    .addHelpText('after', EXAMPLES)
    .description('run a backup with checks before and after it, retries and alarms')
    .exitOverride()
    .argument('<job>', 'the id of the job in the rules doc')
    .argument('[command...]', 'the command to run, after --');
  addScheduleOptions(command).action(async (job, words, options) => {
    if (options.install !== undefined) {
      const [{ installCommand }, { settingsOf }] = await Promise.all([import('./install.ts'), import('./run.ts')]);
      // What the run itself would refuse is refused now.
      return run(settingsOf(job, words, options).then((settings) => installCommand(RUN_COMMAND, settings, options)));
    }
    if (options.unitFailed !== undefined) {
      const { unitFailedCommand } = await import('./unit-failed.ts');
      return run(unitFailedCommand(job, options));
    }
    return run((await import('./run.ts')).runCommand(job, words, options));
  });
}
