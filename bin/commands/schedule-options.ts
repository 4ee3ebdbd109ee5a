import { type Command, Option } from 'commander';

const ON_A_SCHEDULE = 'On a schedule:';

/** The options of a command of the host that have it run on a schedule. */
export function addScheduleOptions(command: Command): Command {
  return command
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
    .addOption(new Option('--unit-failed <unit>', 'send the notifications of a failed unit').hideHelp());
}
