/** What the stack passes to a function about its environment, read once. */
const VARIABLES = [
  'SENTINEL_PREFIX',
  'RULES_BUCKET',
  'RULES_KEY',
  'MAX_JOBS',
  'BUS_NAME',
  'SLICE_QUEUE_URL',
  'HINT_QUEUE_URL',
  'ADMIN_TOPIC_ARN',
  'WATCHDOG_PARAMETER',
  'TICK_SECONDS',
  'LISTABLE_PREFIXES',
  'FROM_EMAIL',
  'SLACK_TOKEN_PARAMETER',
  'SLACK_URL',
  'WEBHOOK_KEY_PARAMETER',
  'PING_KEY_PARAMETER',
  'PING_URL',
  'WEB_URL',
  'LINK_KEY_PARAMETER',
  'SLACK_BUTTONS',
  'SLACK_SIGNING_PARAMETER',
  'SCHEDULE_GROUP',
  'DISPATCH_QUEUE_ARN',
  'DISPATCH_QUEUE_URL',
  'DEAD_LETTERS_ARN',
  'DEFERRAL_ROLE_ARN',
  'MODEL_ID',
] as const;
type Variable = (typeof VARIABLES)[number];

/** Those that may be empty: nothing of the kind is configured. */
const MAY_BE_EMPTY: ReadonlySet<Variable> = new Set([
  'MAX_JOBS',
  'SLICE_QUEUE_URL',
  'HINT_QUEUE_URL',
  'WATCHDOG_PARAMETER',
  'FROM_EMAIL',
  'SLACK_TOKEN_PARAMETER',
  'SLACK_URL',
  'WEB_URL',
  'LINK_KEY_PARAMETER',
  'SLACK_BUTTONS',
  'SLACK_SIGNING_PARAMETER',
  'PING_URL',
  'MODEL_ID',
  'LISTABLE_PREFIXES',
]);

/** The variables of these names, frozen. Throws an Error that names every one that is missing. */
export function readEnvironment<Name extends Variable>(
  names: readonly Name[],
  env: NodeJS.ProcessEnv = process.env,
): Readonly<Record<Name, string>> {
  const missing = names.filter((name) => env[name] === undefined || (env[name] === '' && !MAY_BE_EMPTY.has(name)));
  if (missing.length > 0) {
    throw new Error(
      `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set; the stack sets them: deploy it`,
    );
  }
  return Object.freeze(Object.fromEntries(names.map((name) => [name, env[name] ?? ''])) as Record<Name, string>);
}

/** The seconds between two ticks. Throws an Error for anything that is no whole number above 0. */
export function tickSecondsOf(text: string): number {
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1) throw new Error(`TICK_SECONDS is "${text}"; a whole number is needed`);
  return seconds;
}
