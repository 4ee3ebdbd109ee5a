import { type TableNames, tableNames } from '../adapters/dynamodb/tables.ts';
import { MASTER_KEY_SECRET } from '../app/ping/ping-key.ts';
import { addressParameter } from '../ports/aws-place.ts';

/** The functions of a sentinel, each with a folder of its name under lambdas/. */
export const FUNCTION_NAMES = ['checker', 'rules-gate', 'dispatch', 'summary', 'ping', 'web'] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** Key of the rules doc in its bucket. Its last good copy lies beside it, under a name that begins the same. */
export const RULES_KEY = 'rules.yaml';

const DEFAULT_PREFIX = 'bk';
const BUS_NAME = 'backup-sentinel';

/** Physical names. They are fixed, so that people, policies and the command line can know them beforehand. */
export interface Names {
  readonly tables: TableNames;
  readonly bus: string;
  /** Group of the schedules. */
  readonly scheduleGroup: string;
  readonly adminTopic: string;
  readonly sliceQueue: string;
  readonly hintQueue: string;
  readonly dispatchQueue: string;
  /** Group of the schedules of deferred messages. */
  readonly deferralGroup: string;
  /** What could not be delivered at all: failed events of functions, of schedules and of rules. */
  readonly deadLetters: string;
  /** What a function could not deal with: messages of its queue, which go back to that queue. */
  readonly queuesDeadLetters: string;
  readonly dashboard: string;
  /** SSM parameters with Slack's bot token, and with the key that webhooks are signed with. */
  readonly slackTokenParameter: string;
  readonly webhookKeyParameter: string;
  /** SSM parameter with what Slack signs the presses of buttons with. */
  readonly slackSigningParameter: string;
  /** SSM parameter with the key that the links of mails are signed with. */
  readonly linkKeyParameter: string;
  /** SSM parameter with the key that the jobs' ping addresses are derived from. */
  readonly pingKeyParameter: string;
  /** SSM parameters, no secrets, with the functions' addresses: the stack writes them, the command line reads them. */
  readonly pingUrlParameter: string;
  readonly webUrlParameter: string;
  /** SSM parameter with the URL of an outside dead-man's switch. */
  readonly watchdogParameter: string;
  /** Role of the checker, which other accounts let in by its name. */
  readonly checkerRole: string;
  readonly function: (name: FunctionName) => string;
}

/** The names of the sentinel with this prefix. The bus of the usual prefix has no prefix: users hang things on it. */
export function namesFor(prefix: string): Names {
  return {
    tables: tableNames(prefix),
    bus: prefix === DEFAULT_PREFIX ? BUS_NAME : `${BUS_NAME}-${prefix}`,
    scheduleGroup: `${prefix}-sentinel`,
    adminTopic: `${prefix}-admin`,
    sliceQueue: `${prefix}-slices`,
    hintQueue: `${prefix}-hints`,
    dispatchQueue: `${prefix}-dispatch`,
    deferralGroup: `${prefix}-deferrals`,
    deadLetters: `${prefix}-dead-letters`,
    queuesDeadLetters: `${prefix}-queues-dead`,
    dashboard: `${prefix}-sentinel`,
    slackTokenParameter: `/${prefix}/slack-bot-token`,
    webhookKeyParameter: `/${prefix}/webhook-key`,
    slackSigningParameter: `/${prefix}/slack-signing-secret`,
    linkKeyParameter: `/${prefix}/link-key`,
    pingKeyParameter: `/${prefix}/${MASTER_KEY_SECRET}`,
    pingUrlParameter: addressParameter(prefix, 'ping'),
    webUrlParameter: addressParameter(prefix, 'web'),
    watchdogParameter: `/${prefix}/watchdog-url`,
    checkerRole: `${prefix}-checker`,
    function: (name) => `${prefix}-${name}`,
  };
}

/** The bucket of the rules doc. `account` and `region` may be tokens. */
export function rulesBucketName(prefix: string, account: string, region: string): string {
  return `${prefix}-rules-${account}-${region}`;
}
