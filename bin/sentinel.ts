import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type Instant, MINUTE_MS, parseInstant } from '../lib/core/instant.ts';
import { ACTION_VERBS, type ActionVerb } from '../lib/core/model/action.ts';
import packageJson from '../package.json' with { type: 'json' };
import { addProveCommand } from './commands/add-prove.ts';
import { addRunCommand } from './commands/add-run.ts';
import type { CommonOptions } from './commands/common-options.ts';
import { withJoinedPairs } from './commands/word-pairs.ts';
import { EXIT_IO, EXIT_USAGE, failureOf } from './failure.ts';
import { complain } from './print/complain.ts';
import { isOutputWritten, tolerateLostOutput } from './print/output.ts';
import { hideRuntimeNotices } from './runtime-notices.ts';
import { UsageError } from './usage-error.ts';

/** Clocks of two machines differ by less. */
const MAX_AHEAD_MS = 5 * MINUTE_MS;

const program = new Command('sentinel')
  .description('Checks whether backups really landed, and reports those that did not.')
  .version(packageJson.version)
  .showHelpAfterError('(sentinel --help lists the commands)')
  .exitOverride();

command('check', 'check every job and store what changed')
  .addOption(jobOption())
  .option('--notify', 'also notify people of what changed, for a check that cron runs')
  .addOption(watchdogOption())
  .action(async (options) => run((await import('./commands/check.ts')).checkCommand(options)));

command('lint', 'read a rules doc; print every problem, or how each sentence was understood', [
  'state',
  'json',
  'quiet',
])
  .argument('<rules>', 'the rules doc: a path or s3://bucket/key')
  .option('--fix', 'write each rule that is understood back in canonical clauses; comments stay')
  .option('--look', 'look at the places too: several series in one, and names that {each} can read in two ways')
  .action(async (rules, options) => run((await import('./commands/lint.ts')).lintCommand(rules, options)));

command('suggest', 'look at what lies in places, and print a rules doc for it', ['now', 'json', 'quiet'])
  .argument('<place...>', 'a folder, s3://bucket or s3://bucket/prefix/; several may be given')
  .option('--into <rules>', 'add the jobs to this rules doc instead; what is in it stays as it is')
  .option('--admin <email>', 'who is notified (default: a placeholder to be replaced)')
  .option('--timezone <zone>', "zone of times of day, such as Europe/Berlin (default: this machine's)")
  .option('--all', 'list everything, however much there is (default: 200,000 keys a place)')
  .action(async (places, options) => run((await import('./commands/suggest.ts')).suggestCommand(places, options)));

command('coverage', 'what lies in places and no job watches, and jobs whose places hold nothing', [
  'rules',
  'state',
  'now',
  'json',
  'quiet',
])
  .argument('[place...]', "folders, buckets or prefixes (default: the jobs' buckets, and the folders they lie in)")
  .option('--all', 'list everything, however much there is (default: 200,000 keys a place)')
  .option('--aws', 'also look for resources on AWS without a job or a recovery point of AWS Backup')
  .option('--region <name>', 'with --aws: the region (default: AWS_REGION)')
  .action(async (places, options) => run((await import('./commands/coverage.ts')).coverageCommand(places, options)));

command('explain', 'show how the state of a job is decided, without writing', ['rules', 'state', 'now', 'json'])
  .argument('<job>', 'the job, or job/node')
  .option('--files', 'list what lies in its place, and what each file is taken for')
  .action(async (job, options) => run((await import('./commands/explain.ts')).explainCommand(job, options)));

command('replay', 'what a rules doc would have done over the last days, beside the one in force', [
  'rules',
  'state',
  'now',
  'json',
  'quiet',
])
  .option('--against <path>', 'the rules doc to compare with (default: the accepted one)')
  .option('--days <count>', 'how many days, up to 400', '90')
  .addOption(jobOption())
  .action(async (options) => run((await import('./commands/replay.ts')).replayCommand(options)));

command('status', 'show the stored states, without checking', ['rules', 'state', 'now', 'json', 'quiet'])
  .addOption(jobOption())
  .option('--proposals', 'show jobs that ping but are not in the rules doc, as YAML to paste into it')
  .action(async (options) =>
    run(
      options.proposals
        ? (await import('./commands/proposals.ts')).proposalsCommand(options)
        : (await import('./commands/status.ts')).statusCommand(options),
    ),
  );

command('summary', 'print the daily summary', ['rules', 'state', 'now', 'json', 'quiet'])
  .option('--for <person>', 'the summary of this person (default: the admin)')
  .option('--send', 'send it to all who get one today, or to that person')
  .action(async (options) => run((await import('./commands/summary.ts')).summaryCommand(options)));

command('history', 'what happened to a job: transitions, actions and messages, newest first', [
  'rules',
  'state',
  'json',
])
  .argument('[job]', 'the job, or job/node')
  .option('--keys', 'show the history of keys and tokens instead')
  .option('--limit <n>', 'how many rows', wholeNumber, 50)
  .action(async (job, options) => run((await import('./commands/history.ts')).historyCommand(job, options)));

command('record', 'the record of each job for an auditor, and whether it is as it was written', [
  'rules',
  'state',
  'now',
  'json',
  'quiet',
])
  .option('--from <date>', 'first day of the period (default: a year ago)')
  .option('--to <date>', 'last day of the period (default: today)')
  .addOption(jobOption())
  .addOption(new Option('--format <format>', 'how it is written (default html)').choices(['html', 'json', 'csv']))
  .option('--verify', 'find rows that were changed, removed or inserted')
  .option('--head <hash>', 'with --verify: a hash of the record that was kept outside')
  .action(async (options) => run((await import('./commands/record.ts')).recordCommand(options)));

command('runs', 'the newest runs and pings of a job, and when the next is due', ['rules', 'state', 'json'])
  .argument('<job>', 'the job, or job/node')
  .action(async (job, options) => run((await import('./commands/runs.ts')).runsCommand(job, options)));

const actionHelp: Readonly<Record<Exclude<ActionVerb, 'retire' | 'proven'>, string>> = {
  fixed: 'mark a job as fixed; the next check decides',
  snooze: 'send no notifications about a job for a while (default 1d)',
  mute: 'send no notifications about a job until it is resumed',
  resume: 'end a snooze or a mute',
  accept: 'accept the newest backup as it is; later ones are compared with it',
};
for (const verb of ACTION_VERBS) {
  if (verb === 'retire' || verb === 'proven') continue;
  const action = command(verb, actionHelp[verb], ['rules', 'state', 'now', 'json', 'quiet'])
    .argument('<job>', 'the job; with nodes, all of them')
    .requiredOption('--by <name>', 'your name')
    .option('--reason <text>', 'why, for the audit log')
    .action(async (job, options) => run((await import('./commands/act.ts')).actCommand(verb, job, options)));
  if (verb === 'snooze') action.option('--for <duration>', 'how long: 4h, 2d; at most 7 days');
  if (verb === 'resume') action.alias('unmute');
}

command('retire', 'watch a member no longer, since it is gone on purpose; a new backup brings it back', [
  'rules',
  'state',
  'now',
  'json',
  'quiet',
])
  .argument('<job>', 'the job with {each} in its place')
  .argument('<member>', 'the name of the member')
  .requiredOption('--by <name>', 'your name')
  .option('--reason <text>', 'why, for the audit log')
  .action(async (job, member, options) =>
    run((await import('./commands/act.ts')).actCommand('retire', job, options, member)),
  );

command('proven', 'note that a copy of a job was restored by hand, as a proof', [
  'rules',
  'state',
  'now',
  'json',
  'quiet',
])
  .argument('<job>', 'the job, or job/node')
  .requiredOption('--by <name>', 'your name')
  .requiredOption('--note <text>', 'what was restored and looked at, for the audit log')
  .action(async (job, { note, ...options }) =>
    run((await import('./commands/act.ts')).actCommand('proven', job, { ...options, reason: note })),
  );

command('look', 'what each file is, and whether all of it is there and holds something', ['json'])
  .argument('<file...>', 'a path or s3://bucket/key; several may be given')
  .option('--deep', 'read all of each file')
  .action(async (files, options) => run((await import('./commands/look.ts')).lookCommand(files, options)));

command('route', 'show who would be notified if a job broke, when and why; sends nothing', ['rules', 'state', 'json'])
  .argument('<job>', 'the job, or job/node')
  .option('--at <instant>', 'if it broke then (ISO-8601; default now)', instant)
  .action(async (job, options) => run((await import('./commands/route.ts')).routeCommand(job, options)));

command('drill', 'send a drill notification for a job and wait for its confirmation', ['rules', 'state', 'bus', 'json'])
  .argument('<job>', 'the job, or job/node')
  .option('--to <person>', 'recipient (default: the person who would be notified)')
  .option('--at-once', 'also outside their hours')
  .option('--wait <duration>', 'how long to wait until they press "I saw it" (default 10m)')
  .option('--no-wait', 'do not wait for "I saw it"')
  .action(async (job, options) => run((await import('./commands/drill.ts')).drillCommand(job, options)));

command('watch', 'check each job on its schedule and notify people, until stopped', ['rules', 'state', 'json', 'quiet'])
  .option('--port <n>', 'port of the status page, the API and heartbeats (default 8080; 0: any free port)', portNumber)
  .option('--bind <address>', 'address to listen on (default 127.0.0.1)')
  .addOption(
    new Option(
      '--trusted-proxy <cidr>',
      'proxy in front, which says where requests come from; may be repeated',
    ).argParser(repeated),
  )
  .option('--no-serve', 'serve nothing')
  .addOption(watchdogOption())
  .action(async (options) => run((await import('./commands/watch.ts')).watchCommand(options)));

command('doctor', 'what this host lacks, each with what to do; writes nothing', ['rules', 'state', 'json', 'quiet'])
  .option('--to <person>', 'send this person a test message by each of their channels')
  .action(async (options) => run((await import('./commands/doctor.ts')).doctorCommand(options)));

command('repair', 'show rows of the state store that cannot be read, and take them out', ['state', 'json', 'quiet'])
  .option('--export <file>', 'write these rows into a new file')
  .option('--apply', 'take them out, when they are in the file (default: one in the state folder)')
  .action(async (options) => run((await import('./commands/repair.ts')).repairCommand(options)));

addRunCommand(program, run);
addProveCommand(program, run);

const key = program.command('key').description('ping URLs, API tokens and sign-in links').exitOverride();
const keyOptions = ['rules', 'state', 'json', 'quiet'] as const;
command('show', 'show the ping URL of a job; without a job, the keys for all jobs', keyOptions, key)
  .argument('[job]', 'the job, or job/node')
  .addOption(urlOption())
  .option('--api', 'show the API tokens instead')
  .action(async (job, options) =>
    run(
      options.api
        ? (await import('./commands/key-tokens.ts')).tokenShowCommand(options)
        : (await import('./commands/key.ts')).keyShowCommand(job, options),
    ),
  );
command('create', 'create a ping key for all jobs, or an API token; shown once', keyOptions, key)
  .addOption(urlOption())
  .option('--api', 'create an API token that reads as a person')
  .option('--for <person>', 'with --api: whose token it is')
  .option('--write', 'with --api: the token may also act')
  .option('--expires <duration>', 'with --api: how long it is valid: 90d (default: no limit)')
  .action(async (options) =>
    run(
      options.api
        ? (await import('./commands/key-tokens.ts')).tokenCreateCommand(options)
        : (await import('./commands/key.ts')).keyCreateCommand(options),
    ),
  );
command('revoke', 'revoke an API token now', ['state', 'quiet'], key)
  .argument('<id>', 'its id, as `key show --api` lists it')
  .action(async (id, options) => run((await import('./commands/key-tokens.ts')).tokenRevokeCommand(id, options)));
command('sign-in', 'create a link that signs a person in to the status page, once', ['rules', 'state', 'quiet'], key)
  .argument('<person>', 'the person to sign in')
  .addOption(new Option('--url <address>', 'URL of the status page: https://backups.example.com'))
  .action(async (person, options) => run((await import('./commands/key-tokens.ts')).signInCommand(person, options)));
command('sign-out', 'end all sessions of a person on the status page', ['rules', 'state', 'quiet'], key)
  .argument('<person>', 'the person to sign out')
  .action(async (person, options) => run((await import('./commands/key-tokens.ts')).signOutCommand(person, options)));
command(
  'rotate',
  'replace the key of a job or, without one, the key for all jobs; the old one stays valid for a while',
  keyOptions,
  key,
)
  .argument('[job]', 'the job, or job/node')
  .addOption(urlOption())
  .option('--keep <duration>', 'how long the old one stays valid (default 7d)')
  .option('--at-once', 'the old one ends now, because it has leaked')
  .action(async (job, options) => run((await import('./commands/key.ts')).keyRotateCommand(job, options)));

command('dlq', 'what the sentinel on AWS could not deliver, and giving it back', ['state', 'json'])
  .option('--give-back', 'put what can be given back into its queue again')
  .option('--delete', 'delete what comes again by itself, and what cannot be read')
  .action(async (options) => run((await import('./commands/dlq.ts')).dlqCommand(options)));

command('settings', 'check and show the settings of the sentinel on AWS (sentinel.config.yaml)', ['json'])
  .argument('[file]', 'the settings (default: SENTINEL_CONFIG, or sentinel.config.yaml in this folder)')
  .action(async (file, options) => run((await import('./commands/settings.ts')).settingsCommand(file, options)));

const rules = program.command('rules').description('edit the rules doc in S3').exitOverride();
for (const [verb, description] of [
  ['pull', 'download the rules doc to edit it'],
  ['push', 'check the edited rules doc and upload it, unless it was changed meanwhile'],
  ['diff', 'what the edited rules doc would change'],
] as const) {
  const edit = rules
    .command(verb)
    .description(description)
    .exitOverride()
    .argument('[file]', "the copy to edit (default: the document's name, in this folder)")
    .requiredOption('--rules <s3>', 's3://bucket/key of the rules doc')
    .option('--quiet', 'print nothing but problems')
    .action(async (file, options) => run((await import('./commands/rules.ts'))[`${verb}Command`](file, options)));
  if (verb === 'pull') edit.option('--force', 'overwrite changes that were not pushed');
}

/** Runs the command that this process's arguments name, and sets the exit status. It may be called again with others. */
export async function runCommand(): Promise<void> {
  hideRuntimeNotices();
  tolerateLostOutput();
  try {
    await program.parseAsync(withJoinedPairs(process.argv));
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? await statusOf(0) : EXIT_USAGE;
    else process.exitCode = failureOf(error);
  }
}

/** Commands return their exit status; it is set, without exiting, so that the output drains. */
async function run(command: Promise<number>): Promise<void> {
  process.exitCode = await statusOf(await command);
}

/** What could not be printed turns 0 into 74, and nothing else. */
async function statusOf(status: number): Promise<number> {
  return status === 0 && !(await isOutputWritten()) ? EXIT_IO : status;
}

function command(
  name: string,
  description: string,
  takes: readonly (keyof CommonOptions)[] = ['rules', 'state', 'now', 'json', 'dryRun', 'bus', 'quiet'],
  parent = program,
): Command {
  const made = parent.command(name).description(description).exitOverride();
  const options: Record<keyof CommonOptions, Option> = {
    rules: new Option('--rules <path>', 'the rules doc: a path or s3://bucket/key').default('rules/rules.yaml'),
    state: new Option('--state <where>', 'a folder, or dynamodb://PREFIX[?endpoint=URL]').default('.sentinel'),
    now: new Option('--now <instant>', 'decide as of this instant (ISO-8601)').argParser(instant),
    json: new Option('--json', 'print one JSON object on standard output'),
    dryRun: new Option('--dry-run', 'decide; write nothing, publish nothing'),
    bus: new Option('--bus <name>', 'with dynamodb://: publish the transitions on this event bus'),
    quiet: new Option('--quiet', 'print nothing but problems'),
  };
  for (const key of takes) made.addOption(options[key]);
  if (takes.includes('now')) made.hook('preAction', (_, acting) => guardFuture(acting));
  return made;
}

/** What was decided as of a mistyped year must not be stored among what really happened. */
function guardFuture(acting: Command): void {
  const now: Instant | undefined = acting.getOptionValue('now');
  if (now === undefined || now - Date.now() <= MAX_AHEAD_MS || acting.getOptionValueSource('state') === 'cli') return;
  const ahead = "--now is ahead of this machine's clock";
  if (acting.options.some((option) => option.attributeName() === 'dryRun')) {
    acting.setOptionValue('dryRun', true);
    complain(`sentinel: ${ahead}, so nothing is stored; name the state folder with --state to store it anyway`);
  } else if (acting.options.some((option) => option.attributeName() === 'by' || option.attributeName() === 'send')) {
    throw new UsageError(`${ahead}; name the state folder with --state to store it anyway`);
  }
}

function urlOption(): Option {
  return new Option('--url <address>', 'base URL of pings: https://pings.example.com');
}

function watchdogOption(): Option {
  return new Option('--watchdog <url>', "a dead-man's switch to ping after each complete pass");
}

function jobOption(): Option {
  return new Option('--job <id>', 'only this job; may be repeated').argParser(repeated);
}

function repeated(value: string, values: readonly string[] = []): readonly string[] {
  return [...values, value];
}

function instant(text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed === null)
    throw new InvalidArgumentError('Write an instant with its offset, such as 2026-11-21T08:00:00Z.');
  return parsed;
}

function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('Write a port, 0 to 65535.');
  return Number(text);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Write a whole number above 0.');
  return Number(text);
}
