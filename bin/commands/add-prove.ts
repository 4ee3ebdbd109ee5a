import type { Command } from 'commander';
import { PROVE_COMMAND } from '../../lib/prove/settings/prove-option.ts';
import { addHostOptions } from './host-options.ts';
import { addScheduleOptions } from './schedule-options.ts';

const EXAMPLES = `
What can be repeated is a list. Sizes are written 350MB or 1.5GiB, times 90s, 15m, 4h or 2d.

Examples:
  sentinel prove orders-db --copy-from '/backups/orders/*.dump' --recipe postgres \\
    --expect 'SELECT count(*) FROM orders' '>= 100000' --fresh 'SELECT max(created_at) FROM orders' 26h
  sentinel prove home --copy-from /srv/restic/home --recipe restic --expect-files '>= 1000'
  sentinel prove orders-db --config /etc/backup-sentinel/orders-db.prove.yaml

Exit status: 0 proven; 65 restored wrongly, or not what it should be; 69 no copy to be had;
71 this host could not restore it, which says nothing of the copy; 75 another proof of the job runs;
78 not started, with what to do; 124 timed out; 128 + n stopped by signal n.
`;

/** Gives a program the command `prove`. `run`: takes the exit status that it gives. */
export function addProveCommand(program: Command, run: (command: Promise<number>) => Promise<void>): void {
  const command = addHostOptions(program.command(PROVE_COMMAND.verb), PROVE_COMMAND)
    .usage('<job> [options] [-- COMMAND [ARG...]]')
    .addHelpText('after', EXAMPLES)
    .description('restore a copy into scratch and ask it questions: can it be restored?')
    .exitOverride()
    .argument('<job>', 'the id of the job in the rules doc')
    .argument('[command...]', 'with --recipe command: what restores, after --');
  addScheduleOptions(command).action(async (job, words, options) => {
    const { failedProof, installProof, proveCommand } = await import('./prove.ts');
    if (options.install !== undefined) return run(installProof(job, words, options));
    if (options.unitFailed !== undefined) return run(failedProof(job, words, options));
    return run(proveCommand(job, words, options));
  });
}
