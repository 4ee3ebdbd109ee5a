/** A template of CloudFormation, as far as it is looked at. */
export interface StackTemplate {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
}

interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** What a deployment would do to a stack. */
export interface StackChange {
  /** As `AWS::Lambda::Url webfunctionFunctionUrl1234`. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  /** What users would miss, in words: each needs a yes. */
  readonly losses: readonly string[];
}

/** What is lost with a resource of this type: data, or an address that others were given. */
const KEPT_TYPES: Readonly<Record<string, string>> = {
  'AWS::Lambda::Url': 'the address of a function goes: pings and links to it stop, and the next address is another',
  'AWS::DynamoDB::Table': 'a table goes',
  'AWS::S3::Bucket': 'a bucket goes',
  'AWS::SNS::Topic': 'a topic goes, with its confirmed subscriptions',
  'AWS::SNS::Subscription': 'a subscription goes: the admin would have to confirm a new one',
};

/** The variable of dispatch and the setting that fills it: empty is off. */
const CHANNEL_VARIABLES: readonly (readonly [variable: string, setting: string, channel: string])[] = [
  ['FROM_EMAIL', 'fromEmail', 'mail'],
  ['SLACK_TOKEN_PARAMETER', 'slack', 'Slack'],
  ['SLACK_BUTTONS', 'slackButtons', "Slack's buttons"],
  ['LINK_KEY_PARAMETER', 'web', 'the links of messages'],
  ['WATCHDOG_PARAMETER', 'watchdog', "the outside dead-man's switch"],
];

/** Properties that cannot be changed: CloudFormation makes another resource in place of the old one. */
const IDENTITIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::Table': ['TableName', 'KeySchema'],
  'AWS::S3::Bucket': ['BucketName'],
  'AWS::SNS::Topic': ['TopicName'],
  'AWS::SNS::Subscription': ['Endpoint', 'Protocol'],
};

/** Compares a stack as it is deployed with what would be deployed. */
export function stackChange(deployed: StackTemplate, next: StackTemplate): StackChange {
  const [before, after] = [deployed.Resources ?? {}, next.Resources ?? {}];
  const named = ([id, { Type }]: [string, TemplateResource]) => `${Type} ${id}`;
  const removed = Object.entries(before).filter(([id, { Type }]) => after[id]?.Type !== Type);
  const changed = Object.entries(after).filter(([id, resource]) => {
    return before[id]?.Type === resource.Type && !isEqual(before[id].Properties, resource.Properties);
  });
  return {
    added: Object.entries(after)
      .filter(([id, { Type }]) => before[id]?.Type !== Type)
      .map(named),
    removed: removed.map(named),
    changed: changed.map(named),
    losses: [
      ...removed.flatMap(([id, { Type }]) => (KEPT_TYPES[Type] ? [`${KEPT_TYPES[Type]} (${Type} ${id})`] : [])),
      ...changed.flatMap(([id, resource]) => replacement(id, before[id], resource)),
      ...switchedOff(before, after),
    ],
  };
}

function replacement(id: string, before: TemplateResource | undefined, after: TemplateResource): string[] {
  const changed = (IDENTITIES[after.Type] ?? []).filter((name) => {
    return !isEqual(before?.Properties?.[name], after.Properties?.[name]);
  });
  return changed.map((name) => `${after.Type} ${id} is replaced by an empty one, since its ${name} changes`);
}

/** Each once, however many functions have the variable. */
function switchedOff(before: Resources, after: Resources): string[] {
  return CHANNEL_VARIABLES.flatMap(([variable, setting, channel]) => {
    const isOff = Object.entries(before).some(([id, resource]) => {
      const left = after[id];
      return left !== undefined && !isBlank(variableOf(resource, variable)) && isBlank(variableOf(left, variable));
    });
    return isOff ? [`${channel} is switched off: ${setting} is not set in the settings any more`] : [];
  });
}

type Resources = Readonly<Record<string, TemplateResource>>;

function variableOf({ Properties }: TemplateResource, name: string): unknown {
  const environment = Properties?.Environment as { readonly Variables?: Readonly<Record<string, unknown>> } | undefined;
  return environment?.Variables?.[name];
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === '';
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** CloudFormation keeps the order of keys, the CDK may change it. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
