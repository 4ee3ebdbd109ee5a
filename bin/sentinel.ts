import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type Instant, MINUTE_MS, parseInstant } from '../lib/core/instant.ts';
import { ACTION_VERBS, type ActionVerb } from '../lib/core/model/action.ts';
import packageJson from '../package.json' with { type: 'json' };
import { addRunCommand } from './commands/add-run.ts';
import type { CommonOptions } from './commands/common-options.ts';
import { EXIT_IO, EXIT_USAGE, failureOf } from './failure.ts';
import { keepMemoryLow } from './keep-memory-low.ts';
import { complain } from './print/complain.ts';
import { isOutputWritten, tolerateLostOutput } from './print/output.ts';
import { hideRuntimeNotices } from './runtime-notices.ts';
import { UsageError } from './usage-error.ts';

/** Clocks of two machines differ by less. */
const MAX_AHEAD_MS = 5 * MINUTE_MS;

hideRuntimeNotices();
keepMemoryLow();
tolerateLostOutput();

const program = new Command('sentinel')
  .description('Checks whether backups really landed, and says which did not and why.')
  .version(packageJson.version)
  .showHelpAfterError('(sentinel --help lists the commands)')
  .exitOverride();

command('check', 'check every job and store what changed')
  .addOption(jobOption())
  .option('--notify', 'also tell the people of what changed; for a check that cron runs')
  .addOption(watchdogOption())
  .action(async (options) => run((await import('./commands/check.ts')).checkCommand(options)));

command('lint', 'read a rules doc; print every problem, or how each sentence was understood', ['json', 'quiet'])
  .argument('<rules>', 'the rules doc: a path or s3://bucket/key')
  .action(async (rules, options) => run((await import('./commands/lint.ts')).lintCommand(rules, options)));

command('explain', 'decide again without writing, and show the whole trace', ['rules', 'state', 'now', 'json'])
  .argument('<job>', 'the job, or job/node')
  .action(async (job, options) => run((await import('./commands/explain.ts')).explainCommand(job, options)));

command('status', 'the states as stored, without checking', ['rules', 'state', 'now', 'json', 'quiet'])
  .addOption(jobOption())
  .option('--proposals', 'instead: jobs that ping and that the rules doc does not know, as YAML to paste into it')
  .action(async (options) =>
    run(
      options.proposals
        ? (await import('./commands/proposals.ts')).proposalsCommand(options)
        : (await import('./commands/status.ts')).statusCommand(options),
    ),
  );

command('summary', 'how things stand, as the daily summary tells it', ['rules', 'state', 'now', 'json', 'quiet'])
  .option('--for <person>', 'as this person of the rules doc is told; the admin unless given')
  .option('--send', 'send it to everybody who is to have one today, or to that person')
  .action(async (options) => run((await import('./commands/summary.ts')).summaryCommand(options)));

command('history', 'what happened to a job: transitions, actions and messages, newest first', [
  'rules',
  'state',
  'json',
])
  .argument('[job]', 'the job, or job/node')
  .option('--keys', 'instead: the keys and tokens that were made, replaced and ended')
  .option('--limit <n>', 'how many rows', wholeNumber, 50)
  .action(async (job, options) => run((await import('./commands/history.ts')).historyCommand(job, options)));

const actionHelp: Readonly<Record<ActionVerb, string>> = {
  fixed: 'report a job as fixed; the next check verifies it',
  snooze: 'be quiet about a job for a while (a day, unless --for says otherwise)',
  mute: 'be quiet about a job until it is resumed',
  resume: 'end a snooze or a mute',
  accept: 'accept the newest backup as it is; later ones are compared with it',
};
for (const verb of ACTION_VERBS) {
  const action = command(verb, actionHelp[verb], ['rules', 'state', 'now', 'json', 'quiet'])
    .argument('<job>', 'the job; one with nodes stands for all of them')
    .requiredOption('--by <name>', 'who does it')
    .option('--reason <text>', 'why, for the audit log')
    .action(async (job, options) => run((await import('./commands/act.ts')).actCommand(verb, job, options)));
  if (verb === 'snooze') action.option('--for <duration>', 'how long: 4h, 2d; 7 days at most');
  if (verb === 'resume') action.alias('unmute');
}

command('look', 'what each file is, and whether all of it is there and holds something', ['json'])
  .argument('<file...>', 'a path or s3://bucket/key; several may be given')
  .option('--deep', 'read all of each file')
  .action(async (files, options) => run((await import('./commands/look.ts')).lookCommand(files, options)));

command('route', 'who would be told if a job broke, when and why; sends nothing', ['rules', 'state', 'json'])
  .argument('<job>', 'the job, or job/node')
  .option('--at <instant>', 'if it broke then (ISO-8601); now unless given', instant)
  .action(async (job, options) => run((await import('./commands/route.ts')).routeCommand(job, options)));

command('drill', "pretend that a job broke, and follow the message to its person's channel", [
  'rules',
  'state',
  'bus',
  'json',
])
  .argument('<job>', 'the job, or job/node')
  .option('--to <person>', 'whom to tell, instead of whoever would be told')
  .option('--at-once', 'also when it is their quiet time')
  .option('--wait <duration>', 'how long to wait until they press "I saw it" (10m unless given)')
  .option('--no-wait', 'end when the message has been taken')
  .action(async (job, options) => run((await import('./commands/drill.ts')).drillCommand(job, options)));

command('watch', 'check each job at its own cadence, and tell its people, until stopped', [
  'rules',
  'state',
  'json',
  'quiet',
])
  .option(
    '--port <n>',
    'where to serve the status page, the API and heartbeats (8080 unless given; 0: any)',
    portNumber,
  )
  .option('--bind <address>', 'the address to serve them on (127.0.0.1 unless given)')
  .option('--no-serve', 'serve nothing')
  .addOption(watchdogOption())
  .action(async (options) => run((await import('./commands/watch.ts')).watchCommand(options)));

addRunCommand(program, run);

const key = program
  .command('key')
  .description('the addresses that jobs ping, API tokens and links to sign in')
  .exitOverride();
const keyOptions = ['rules', 'state', 'json', 'quiet'] as const;
command('show', "a job's own ping address; without a job, which keys for all jobs are taken", keyOptions, key)
  .argument('[job]', 'the job, or job/node')
  .addOption(urlOption())
  .option('--api', 'instead: the API tokens that there are')
  .action(async (job, options) =>
    run(
      options.api
        ? (await import('./commands/key-tokens.ts')).tokenShowCommand(options)
        : (await import('./commands/key.ts')).keyShowCommand(job, options),
    ),
  );
command('create', 'make a key that any job can ping with, or a token for the API; it is shown once', keyOptions, key)
  .addOption(urlOption())
  .option('--api', 'a token for the API, which reads as a person')
  .option('--for <person>', 'with --api: whose token it is')
  .option('--write', 'with --api: it may act as well')
  .option('--expires <duration>', 'with --api: how long it is taken (90d); for good unless given')
  .action(async (options) =>
    run(
      options.api
        ? (await import('./commands/key-tokens.ts')).tokenCreateCommand(options)
        : (await import('./commands/key.ts')).keyCreateCommand(options),
    ),
  );
command('revoke', 'end an API token now', ['state', 'quiet'], key)
  .argument('<id>', 'its id, as `key show --api` lists it')
  .action(async (id, options) => run((await import('./commands/key-tokens.ts')).tokenRevokeCommand(id, options)));
command('sign-in', 'make a link that signs a person in to the status page, once', ['rules', 'state', 'quiet'], key)
  .argument('<person>', 'who is signed in')
  .addOption(new Option('--url <address>', 'where the status page is: https://backups.example.com'))
  .action(async (person, options) => run((await import('./commands/key-tokens.ts')).signInCommand(person, options)));
command(
  'rotate',
  'the next key of a job or, without one, for all jobs; the old one is taken for a while',
  keyOptions,
  key,
)
  .argument('[job]', 'the job, or job/node')
  .addOption(urlOption())
  .option('--keep <duration>', 'how long the old one is taken (7d unless given)')
  .option('--at-once', 'the old one ends now: it has leaked')
  .action(async (job, options) => run((await import('./commands/key.ts')).keyRotateCommand(job, options)));

const rules = program.command('rules').description('edit the rules doc in S3').exitOverride();
for (const [verb, description] of [
  ['pull', 'fetch the rules doc to edit it'],
  ['push', 'check the edited rules doc and put it back, unless somebody else has changed it meanwhile'],
  ['diff', 'what the edited rules doc would change'],
] as const) {
  const edit = rules
    .command(verb)
    .description(description)
    .exitOverride()
    .argument('[file]', "the copy to edit; the document's own name in this folder unless given")
    .requiredOption('--rules <s3>', 's3://bucket/key of the rules doc')
    .option('--quiet', 'print nothing but problems')
    .action(async (file, options) => run((await import('./commands/rules.ts'))[`${verb}Command`](file, options)));
  if (verb === 'pull') edit.option('--force', 'also over changes that were not pushed');
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
  else process.exitCode = failureOf(error);
}

/** Commands give their exit status; setting it, instead of exiting, lets the output drain. */
async function run(command: Promise<number>): Promise<void> {
  const status = await command;
  process.exitCode = status === 0 && !(await isOutputWritten()) ? EXIT_IO : status;
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
    complain(`sentinel: ${ahead}, so nothing is stored; name the state folder with --state to store it all the same`);
  } else if (acting.options.some((option) => option.attributeName() === 'by' || option.attributeName() === 'send')) {
    throw new UsageError(`${ahead}; name the state folder with --state to store it all the same`);
  }
}

function urlOption(): Option {
  return new Option('--url <address>', 'where pings go to: https://pings.example.com');
}

function watchdogOption(): Option {
  return new Option('--watchdog <url>', "a dead-man's switch to ping after each complete pass");
}

function jobOption(): Option {
  return new Option('--job <id>', 'only this job; may be repeated').argParser((id: string, ids: string[] = []) => [
    ...ids,
    id,
  ]);
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
