import { chmod, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../lib/core/instant.ts';
import { SlackStandIn } from '../channels/slack/stand-in.ts';
import { SentinelProcess } from '../faults/sentinel-process.ts';
import type { Finished } from '../processes.ts';
import { runSentinel } from '../run-sentinel.ts';
import { freePort } from './server-process.ts';
import { SlackMember } from './slack-member.ts';
import { SteppedClock } from './stepped-clock.ts';

const TOKEN = 'xoxb-of-the-story';
const SIGNING_SECRET = '0123456789abcdef0123456789abcdef';
const SAM = 'U012AB3CD';
const SOON = { timeout: 30_000, interval: 100 };
/** A person gets no two messages within a minute. */
const A_TURN_MS = 2 * MINUTE_MS;

const RULES = `version: 1
settings: { admin: sam, timezone: UTC }
people: { sam: { slack: ${SAM}, summary: never } }
jobs:
  orders-db:
    name: Orders database
    backup: ./orders/*.dump
    rule: every 24 hours, allow 26; never escalate; check every 1 minute
`;

// One story: each test goes on where the one before has ended.
describe('what an owner sees and does, from a backup that is stale until a good one is there', () => {
  let folder: string;
  let clock: SteppedClock;
  let slack: SlackStandIn;
  let sam: SlackMember;
  let watch: SentinelProcess;
  let env: Record<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sentinel-e2e-'));
    clock = new SteppedClock(folder);
    slack = await SlackStandIn.start();
    slack.tokens.add(TOKEN);
    slack.members.add(SAM);
    await writeFile(join(folder, 'rules.yaml'), RULES);
    await keepSecret('slack-bot-token', TOKEN);
    await keepSecret('slack-signing-secret', SIGNING_SECRET);
    await backUp('1.dump', clock.now() - 40 * HOUR_MS);
    env = { ...clock.env, SENTINEL_SLACK_URL: slack.url };
    const port = await freePort();
    const requestUrl = `http://127.0.0.1:${port}/slack/actions`;
    sam = new SlackMember(SAM, { slack, signingSecret: SIGNING_SECRET, requestUrl, now: () => clock.now() });
    watch = new SentinelProcess(['watch', '--port', String(port), ...place()], env);
  });
  afterAll(async () => {
    watch?.signal('SIGTERM');
    await watch?.ended;
    await slack?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const place = () => ['--rules', join(folder, 'rules.yaml'), '--state', join(folder, 'state')];
  const sentinel = (...args: string[]): Promise<Finished> => runSentinel([...args, ...place()], env);
  /** The check of the next minute, without waiting for it: `watch` does the same when its minute is over. */
  const check = () => sentinel('check', '--notify', '--quiet');
  const state = async () => JSON.parse((await sentinel('status', '--json')).stdout).jobs[0];
  const shown = () => sam.messages.map(({ text }) => text);

  async function keepSecret(name: string, value: string): Promise<void> {
    await mkdir(join(folder, 'state/secrets'), { recursive: true });
    await writeFile(join(folder, 'state/secrets', name), `${value}\n`);
    await chmod(join(folder, 'state/secrets', name), 0o600);
  }

  async function backUp(name: string, at: number): Promise<void> {
    await mkdir(join(folder, 'orders'), { recursive: true });
    await writeFile(join(folder, 'orders', name), 'a backup'.repeat(100));
    await utimes(join(folder, 'orders', name), new Date(at), new Date(at));
  }

  test('a stale backup raises an alert, with buttons', async () => {
    await expect.poll(() => watch.stderr, SOON).toContain('serving');
    await expect.poll(shown, SOON).toEqual([expect.stringContaining('Alert: Orders database')]);
    expect(await state()).toMatchObject({ state: 'alert' });
  });

  test('Sam snoozes it: the form asks for how long, and the message says who snoozed it', async () => {
    clock.step(A_TURN_MS);
    await sam.press('snooze');
    await sam.choose('4 hours');
    expect(slack.hookAnswers.at(-1)?.body).toMatchObject({ response_type: 'ephemeral' });
    expect(await state()).toMatchObject({ state: 'green', quieted: 'snoozed' });
    await check();
    await expect.poll(shown, SOON).toEqual([expect.stringMatching(/Snoozed: Orders database/)]);
    expect(JSON.stringify(sam.messages[0]?.blocks)).toMatch(/sam/);
  });

  test('it is quiet for as long as that, though it is checked and still fails', async () => {
    clock.step(3 * HOUR_MS + 50 * MINUTE_MS);
    await check();
    expect(await state()).toMatchObject({ state: 'green', quieted: 'snoozed', would_be: { state: 'alert' } });
    expect(shown()).toHaveLength(1);
  });

  test('when the snooze is over it is raised again', async () => {
    clock.step(10 * MINUTE_MS);
    await check();
    await expect.poll(() => shown().slice(1), SOON).toEqual([expect.stringContaining('Alert: Orders database')]);
  });

  test('Sam says that it is fixed, and the message says so; it is not, and the next check tells him', async () => {
    clock.step(A_TURN_MS);
    await sam.press('fixed');
    expect(JSON.stringify(sam.messages[1]?.blocks)).toContain(
      'sam: marked fixed; the next check will show whether it is',
    );
    await check();
    await expect
      .poll(() => shown().slice(2), SOON)
      .toEqual([expect.stringContaining('Still failing (alert): Orders database')]);
    expect(await state()).toMatchObject({ state: 'alert' });
  });

  test('he mends it, and says so again: a check finds it good, and he hears that it is over', async () => {
    await backUp('2.dump', clock.now());
    // A file that has just been written may still be growing.
    clock.step(10 * MINUTE_MS);
    await sam.press('fixed');
    await check();
    await expect.poll(() => shown().slice(3), SOON).toEqual([expect.stringContaining('Recovered: Orders database')]);
    expect(await state()).toMatchObject({ state: 'green', quieted: null });
  });

  test('each step stands in the history, in its order and once', async () => {
    const { stdout } = await sentinel('history', 'orders-db', '--json');
    expect(stepsIn(stdout)).toEqual([
      'green to alert: worsened',
      'snooze by sam',
      'alert to green: snoozed',
      'green to alert: resumed',
      'fixed by sam',
      'alert to alert: still-failing',
      'fixed by sam',
      // Both of one instant: the break ends, and the state changes by it.
      'cleared',
      'alert to green: passed',
    ]);
  });

  test('nobody hears of it again, whoever checks and however often', async () => {
    clock.step(A_TURN_MS);
    await Promise.all([check(), check()]);
    expect(shown()).toHaveLength(4);
    expect(watch.stderr).not.toMatch(/could not|cannot/);
  });
});

/** What `history --json` has, oldest first: changes as `green to alert: worsened`, actions as `snooze by sam`. */
function stepsIn(history: string): string[] {
  const rows: Record<string, string>[] = JSON.parse(history);
  return rows
    .toReversed()
    .filter(({ kind }) => kind !== 'delivery')
    .map(({ kind, from, to, reason, by }) => {
      if (kind === 'transition') return `${from} to ${to}: ${reason}`;
      return by ? `${kind} by ${by}` : `${kind}`;
    });
}
