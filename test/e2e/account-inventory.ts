import { answerTo, jsonRequest, pathRequest, queryRequest } from './plain-requests.ts';

interface Kind {
  readonly name: string;
  readonly path?: string;
  readonly request: RequestInit;
  /** What the answer calls the name of one of them. */
  readonly field: string;
}

/** What the stacks consist of, and what their functions may leave behind. */
const KINDS: readonly Kind[] = [
  { name: 'stack', request: queryRequest('DescribeStacks', '2010-05-15'), field: 'StackName' },
  { name: 'role', request: queryRequest('ListRoles', '2010-05-08'), field: 'RoleName' },
  { name: 'topic', request: queryRequest('ListTopics', '2010-03-31'), field: 'TopicArn' },
  { name: 'bucket', request: pathRequest('s3'), field: 'Name' },
  { name: 'table', request: jsonRequest('DynamoDB_20120810.ListTables'), field: 'TableName' },
  { name: 'queue', request: jsonRequest('AmazonSQS.ListQueues'), field: 'QueueUrl' },
  { name: 'bus', request: jsonRequest('AWSEvents.ListEventBuses'), field: 'Name' },
  { name: 'rule', request: jsonRequest('AWSEvents.ListRules'), field: 'Name' },
  { name: 'schedule', path: 'schedules', request: pathRequest('scheduler'), field: 'Name' },
  { name: 'group', path: 'schedule-groups', request: pathRequest('scheduler'), field: 'Name' },
  { name: 'function', path: '2015-03-31/functions/', request: pathRequest('lambda'), field: 'FunctionName' },
  { name: 'mapping', path: '2015-03-31/event-source-mappings/', request: pathRequest('lambda'), field: 'FunctionArn' },
  { name: 'log', request: jsonRequest('Logs_20140328.DescribeLogGroups'), field: 'logGroupName' },
  { name: 'alarm', request: jsonRequest('GraniteServiceVersion20100801.DescribeAlarms'), field: 'AlarmName' },
  { name: 'dashboard', request: jsonRequest('GraniteServiceVersion20100801.ListDashboards'), field: 'DashboardName' },
];

/** The kinds of things that an inventory looks for, which are the first words of what it finds. */
export const INVENTORY_KINDS: readonly string[] = KINDS.map(({ name }) => name);

/** What there is in an emulated account, as `function bk-checker` and so on, sorted. */
export async function accountInventory(endpoint: string): Promise<string[]> {
  const found = await Promise.all(
    KINDS.map(async ({ name, path = '', request, field }) =>
      namesIn(await answerTo(`${endpoint}/${path}`, request), field).map((found) => `${name} ${found}`),
    ),
  );
  return found.flat().sort();
}

function namesIn(text: string, field: string): string[] {
  if (text.startsWith('<'))
    return [...text.matchAll(new RegExp(`<${field}>([^<]+)`, 'g'))].map(([, name = '']) => name);
  // One list, of names or of what has them.
  const items: unknown[] = Object.values(JSON.parse(text)).find(Array.isArray) ?? [];
  return items.map((item) => (typeof item === 'string' ? item : String((item as Record<string, unknown>)[field])));
}
