import { Command, CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { addProveCommand } from './commands/add-prove.ts';
import { addRunCommand } from './commands/add-run.ts';
import { withJoinedPairs } from './commands/word-pairs.ts';
import { EXIT_USAGE, failureOf } from './failure.ts';
import { hideRuntimeNotices } from './runtime-notices.ts';

/** `sentinel run` and `sentinel prove` alone, for hosts that make backups and check none: one file, or one program. */
hideRuntimeNotices();

const program = new Command('sentinel')
  .description('Runs backups with checks before and after them, retries and alarms; proves that they can be restored.')
  .version(packageJson.version)
  .showHelpAfterError('(sentinel run --help and sentinel prove --help list the options; this is the runner alone)')
  .exitOverride();
const run = async (command: Promise<number>): Promise<void> => {
  process.exitCode = await command;
};
addRunCommand(program, run);
addProveCommand(program, run);

// Not awaited: an executable of Node.js holds CommonJS.
program.parseAsync(withJoinedPairs(process.argv)).catch((error) => {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
  else process.exitCode = failureOf(error);
});
