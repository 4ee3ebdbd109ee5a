import { type Command, Option } from 'commander';
import { addRunOptions } from './run-options.ts';

const ON_A_SCHEDULE = 'On a schedule:';

/** Gives a program the command `run`. `run`: takes the exit status that it gives. */
export function addRunCommand(program: Command, run: (command: Promise<number>) => Promise<void>): void {
  addRunOptions(program.command('run'))
    .description('run a backup with checks before and after it, retries and alarms')
    .exitOverride()
    .argument('<job>', 'the id of the job in the rules doc')
    .argument('[command...]', 'the command to run, after --')
    .addOption(
      new Option('--install <for>', 'do not run now: set up systemd or cron to run this command line')
        .choices(['systemd', 'cron'])
        .helpGroup(ON_A_SCHEDULE),
    )
    .addOption(
      new Option('--schedule <when>', 'with --install: 02:30, five fields of cron, or a calendar event of systemd')
        .default('02:00')
        .helpGroup(ON_A_SCHEDULE),
    )
    .addOption(
      new Option(
        '--install-to <folder>',
        "where the units go, or for cron a file of secret addresses; systemd's own folder, or --state, unless given",
      ).helpGroup(ON_A_SCHEDULE),
    )
    .addOption(new Option('--unit-failed <unit>', 'send the notifications of a failed unit').hideHelp())
    .action(async (job, words, options) => {
      if (options.install !== undefined) {
        const { installCommand } = await import('./install.ts');
        return run(installCommand(job, words, options));
      }
      if (options.unitFailed !== undefined) {
        const { unitFailedCommand } = await import('./unit-failed.ts');
        return run(unitFailedCommand(job, options));
      }
      return run((await import('./run.ts')).runCommand(job, words, options));
    });
}
