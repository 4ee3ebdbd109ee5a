import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SlackStandIn } from '../channels/slack/stand-in.ts';
import { runSentinel } from '../run-sentinel.ts';
import { DeployedSentinel } from './deployed-sentinel.ts';
import { Deployment, RULES_BUCKET, WATCHED_BUCKET } from './deployment.ts';
import { FunctionAddress } from './function-address.ts';
import { loggedMetrics } from './logged-metrics.ts';
import { SlackMember } from './slack-member.ts';

const PLACE = ['--rules', `s3://${RULES_BUCKET}/rules.yaml`, '--state', 'dynamodb://bk'];
const SIGNING_SECRET = '0123456789abcdef0123456789abcdef';
const SAM = 'U012AB3CD';
const SOON = { timeout: 30_000, interval: 250 };
/** The queue may gather messages for a minute, and a person gets none within a minute after one. */
const AFTER_BATCHING = { timeout: 240_000, interval: 500 };

const RULES = `version: 1
settings: { admin: sam }
people: { sam: { slack: ${SAM} } }
jobs:
  orders-db:
    name: Orders database
    backup: s3://${WATCHED_BUCKET}/orders/*.dump
    rule: every 24 hours, allow 26; check every 1 minute
`;

// One story: each test goes on where the one before has ended.
describe('what owners press and look at, served by the function on AWS', () => {
  let deployment: Deployment;
  let sentinel: DeployedSentinel;
  let slack: SlackStandIn;
  let web: FunctionAddress;
  let sam: SlackMember;
  let before: readonly string[];

  beforeAll(async () => {
    slack = await SlackStandIn.start();
    slack.tokens.add('xoxb-1');
    slack.members.add(SAM);
    const settings = { slack: true, slackButtons: true, web: true, heartbeats: true, slackUrl: slack.url };
    deployment = await Deployment.start({ ...settings, tick: 'rate(1 hour)' });
    before = await deployment.inventory();
    const secrets = {
      'slack-bot-token': 'xoxb-1',
      'slack-signing-secret': SIGNING_SECRET,
      'link-key': 'k'.repeat(64),
    };
    for (const [name, Value] of Object.entries(secrets)) {
      await deployment.call('AmazonSSM.PutParameter', { Name: `/bk/${name}`, Type: 'SecureString', Value });
    }
    await deployment.deploy();
    sentinel = await DeployedSentinel.listenTo(deployment);
    await sentinel.s3.send(new CreateBucketCommand({ Bucket: WATCHED_BUCKET }));
    web = await FunctionAddress.open(deployment, 'bk-web');
    const requestUrl = `${web.url}/slack/actions`;
    sam = new SlackMember(SAM, { slack, signingSecret: SIGNING_SECRET, requestUrl, now: Date.now });
    const file = join(deployment.folder, 'rules.yaml');
    await writeFile(file, RULES);
    await runSentinel(['rules', 'push', file, ...PLACE.slice(0, 2)], deployment.env);
  }, 450_000);
  afterAll(async () => {
    await web?.close();
    sentinel?.close();
    await deployment?.stop();
    await slack?.stop();
  });

  const shown = () => sam.messages.map(({ text }) => text);

  test(
    'a broken job is told of with buttons',
    async () => {
      await sentinel.tick();
      await expect.poll(shown, AFTER_BATCHING).toEqual([expect.stringContaining('Alert: Orders database')]);
    },
    AFTER_BATCHING.timeout,
  );

  test('pressing one acts within the three seconds that Slack waits, and the message says who did it', async () => {
    const begun = performance.now();
    await sam.press('mute');
    expect(performance.now() - begun).toBeLessThan(3_000);
    expect(await sentinel.row('orders-db')).toMatchObject({
      state: { S: 'green' },
      muted: { M: { by: { S: 'sam' } } },
    });
    expect(JSON.stringify(sam.messages[0]?.blocks)).toContain('sam: muted until it is resumed');
  });

  test(
    'the change is on the bus without another tick, and the message that everybody has is changed',
    async () => {
      const changes = ['orders-db: green to alert, worsened', 'orders-db: alert to green, muted'];
      await expect.poll(() => sentinel.changes(), SOON).toEqual(changes);
      await expect.poll(shown, AFTER_BATCHING).toEqual([expect.stringContaining('Muted: Orders database')]);
    },
    AFTER_BATCHING.timeout,
  );

  test('a link that the command line makes signs in, once, and the page shows the job', async () => {
    const { stdout, stderr } = await runSentinel(['key', 'sign-in', 'sam', ...PLACE], deployment.env);
    const link = new URL(stdout.trim() || stderr);
    expect(link.host).toMatch(/\.lambda-url\.us-east-1\.on\.aws$/);
    const url = `${web.url}${link.pathname}`;
    const headers = { origin: link.origin, 'sec-fetch-site': 'same-origin' };
    const press = () => fetch(url, { method: 'POST', headers, redirect: 'manual' });
    const signedIn = await press();
    expect(signedIn.status).toBe(303);
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const page = await fetch(web.url, { headers: { cookie } });
    expect(await page.text()).toContain('Orders database');
    expect((await press()).status).toBe(410);
    const style = await fetch(`${web.url}/api/v1/jobs`, { headers: { cookie } });
    expect(await style.json()).toMatchObject({ jobs: [{ job_id: 'orders-db', quieted: 'muted' }] });
  });

  test('whoever is nobody gets nothing, and nobody is called for it', async () => {
    const unsigned = await fetch(`${web.url}/slack/actions`, { method: 'POST', body: 'payload={}' });
    expect(unsigned.status).toBe(401);
    expect((await fetch(`${web.url}/api/v1/jobs`)).status).toBe(401);
    expect((await fetch(`${web.url}/wp-login.php`)).status).toBe(404);
    const lines = await deployment.logLines('bk-web');
    expect(lines.filter(({ level }) => level === 'ERROR')).toEqual([]);
    expect(loggedMetrics(lines).filter(({ name }) => name === 'Undeliverable')).toEqual([]);
  });

  test('the stacks can be taken away with both functions, and leave nothing', async () => {
    await sentinel.leave();
    await sentinel.emptyRulesBucket();
    await deployment.destroy();
    expect(await deployment.inventory()).toEqual([...before, `bucket ${WATCHED_BUCKET}`].sort());
  }, 450_000);
});
