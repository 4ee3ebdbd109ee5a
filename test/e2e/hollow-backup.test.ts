import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateBucketCommand, PutBucketNotificationConfigurationCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SECOND_MS } from '../../lib/core/instant.ts';
import { directMessage } from '../channels/slack/stand-in.ts';
import { runSentinel } from '../run-sentinel.ts';
import { DeployedSentinel } from './deployed-sentinel.ts';
import { Deployment, RULES_BUCKET, WATCHED_BUCKET } from './deployment.ts';
import { Inboxes } from './inboxes.ts';
import { answerTo, pathRequest } from './plain-requests.ts';

const CDK_LIMIT_MS = 450_000;
const SOON = { timeout: 60_000, interval: 100 };
const SLACK_TOKEN = 'xoxb-end-to-end';
const SAM = 'U012AB3CD';
const RULES_DOC = `s3://${RULES_BUCKET}/rules.yaml`;
const RULES = `version: 1
settings: { admin: sam }
people: { sam: { slack: ${SAM} } }
jobs:
  orders-db:
    name: Orders database
    backup: s3://${WATCHED_BUCKET}/orders/*.sql
    rule: every 24 hours
    verify: well-formed
`;

/** A dump as pg_dump writes it in plain form, with this in it. */
const dump = (body: string): string => `--
-- PostgreSQL database dump
--

-- Dumped from database version 17.2

SET statement_timeout = 0;
SET client_encoding = 'UTF8';

${body}--
-- PostgreSQL database dump complete
--

`;
const GOOD = dump(`CREATE TABLE public.orders (id bigint);

COPY public.orders (id) FROM stdin;
${Array.from({ length: 900 }, (_, id) => `${id}\n`).join('')}\\.

`);
const HOLLOW = dump('');

const SETTINGS = {
  // No tick of the schedule comes in between: what is seen is seen because of an event.
  tick: 'rate(1 hour)',
  watched: [{ bucket: WATCHED_BUCKET, prefixes: ['orders/'], read: ['orders/'], events: true }],
  slack: true,
};

// The bucket's own event, EventBridge, both queues and all bundles are the real ones; the emulator gathers nothing, so
// what the queues may gather for is added to what was measured.
describe('a hollow backup lands where events are on', () => {
  let inboxes: Inboxes;
  let deployment: Deployment;
  let sentinel: DeployedSentinel;

  beforeAll(async () => {
    inboxes = await Inboxes.open();
    inboxes.slack.tokens.add(SLACK_TOKEN);
    inboxes.slack.members.add(SAM);
    deployment = await Deployment.start({ ...SETTINGS, slackUrl: inboxes.slack.url });
    const token = { Name: '/bk/slack-bot-token', Type: 'SecureString', Value: SLACK_TOKEN };
    await deployment.call('AmazonSSM.PutParameter', token);
    await deployment.deploy();
    sentinel = await DeployedSentinel.listenTo(deployment);
    await sentinel.s3.send(new CreateBucketCommand({ Bucket: WATCHED_BUCKET }));
  }, CDK_LIMIT_MS);
  afterAll(async () => {
    sentinel?.close();
    await deployment?.stop();
    await inboxes?.close();
  });

  const backUp = (key: string, text: string) =>
    sentinel.s3.send(new PutObjectCommand({ Bucket: WATCHED_BUCKET, Key: key, Body: text }));

  test('its owner has the alert within a minute', { timeout: 4 * SOON.timeout }, async () => {
    await backUp('orders/1.sql', GOOD);
    const file = join(deployment.folder, 'rules.yaml');
    await writeFile(file, RULES);
    const pushed = await runSentinel(['rules', 'push', file, '--rules', RULES_DOC], deployment.env);
    expect(pushed).toMatchObject({ status: 0 });
    await sentinel.tick();
    await expect.poll(() => sentinel.row('orders-db'), SOON).toMatchObject({ state: { S: 'green' } });

    await sentinel.s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: WATCHED_BUCKET,
        NotificationConfiguration: { EventBridgeConfiguration: {} },
      }),
    );
    const landedAt = performance.now();
    await backUp('orders/2.sql', HOLLOW);
    const alert = `slack ${directMessage(SAM)} 🔴 Alert: Orders database`;
    await expect.poll(() => inboxes.arrived(), SOON).toContainEqual(expect.stringContaining(alert));
    const seconds = (performance.now() - landedAt) / SECOND_MS;

    expect(await sentinel.changes()).toEqual(['orders-db: green to alert, worsened']);
    expect(
      inboxes
        .arrived()
        .filter((line) => line.includes('Alert'))
        .join(),
    ).toContain('holds nothing');
    const windows = await batchingWindows(deployment);
    expect(windows).toEqual({ 'bk-checker': 5, 'bk-dispatch': 30 });
    process.stderr.write(`from landing to the alert: ${seconds.toFixed(1)} s, and up to 35 in batching windows\n`);
    expect(seconds + windows['bk-checker'] + windows['bk-dispatch']).toBeLessThan(60);
  });
});

/** How long the longest queue of each function may gather, in seconds. */
async function batchingWindows({ client }: Deployment): Promise<Record<'bk-checker' | 'bk-dispatch', number>> {
  const url = `${client.endpoint}/2015-03-31/event-source-mappings/`;
  const { EventSourceMappings } = JSON.parse(await answerTo(url, { ...pathRequest('lambda'), method: 'GET' })) as {
    readonly EventSourceMappings: readonly { FunctionArn: string; MaximumBatchingWindowInSeconds?: number }[];
  };
  const of = (name: string): number =>
    Math.max(
      ...EventSourceMappings.filter(({ FunctionArn }) => FunctionArn.endsWith(`:${name}`)).map(
        ({ MaximumBatchingWindowInSeconds = 0 }) => MaximumBatchingWindowInSeconds,
      ),
    );
  return { 'bk-checker': of('bk-checker'), 'bk-dispatch': of('bk-dispatch') };
}
