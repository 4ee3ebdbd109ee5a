import { Command, CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { addRunCommand } from './commands/add-run.ts';
import { EXIT_USAGE, failureOf } from './failure.ts';
import { hideRuntimeNotices } from './runtime-notices.ts';

/** `sentinel run` alone, for hosts that make backups and check none: one file, or one program. */
hideRuntimeNotices();

const program = new Command('sentinel')
  .description('Runs backups with checks before and after them, retries and alarms.')
  .version(packageJson.version)
  .showHelpAfterError('(sentinel run --help lists the options; this is the runner alone)')
  .exitOverride();
addRunCommand(program, async (command) => {
  process.exitCode = await command;
});

// Not awaited: an executable of Node.js holds CommonJS.
program.parseAsync().catch((error) => {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
  else process.exitCode = failureOf(error);
});
