import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BedrockWording, createBedrockClient } from '../../../lib/adapters/bedrock/wording.ts';
import { type DeliveredSummary, deliverSummaries } from '../../../lib/app/summary/deliver-summary.ts';
import type { AddressedReader } from '../../../lib/app/summary/summary-readers.ts';
import { renderEmail } from '../../../lib/channels/email/render.ts';
import { EmailSender } from '../../../lib/channels/email/send.ts';
import { SmtpTransport } from '../../../lib/channels/email/smtp.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/instant.ts';
import type { SummaryFacts, SummaryJob } from '../../../lib/core/summary/facts.ts';
import { rendering } from '../../../lib/ports/channel.ts';
import type { SummaryClaims } from '../../../lib/ports/summary-claims.ts';
import { BedrockStandIn, type ModelBehaviour } from '../../adapters/bedrock/stand-in.ts';
import { SmtpStandIn } from '../../channels/email/smtp-stand-in.ts';
import { NO_FACTS } from '../../core/summary/no-facts.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const ORDERS: SummaryJob = { jobId: 'orders', name: 'Orders <b>database</b>\nAll is well', owner: 'sam' };
const WEB: SummaryJob = { jobId: 'web', name: 'Web [J1]', owner: 'lee' };
const WIKI: SummaryJob = { jobId: 'wiki', name: 'Wiki', owner: 'kim' };

/** Orders is broken for 31 hours, Web for 4 days; Wiki is as it should be. */
const FACTS: SummaryFacts = {
  ...NO_FACTS,
  now: NOW,
  jobs: [ORDERS, WEB, WIKI],
  broken: [
    {
      job: WEB,
      state: 'escalate',
      since: NOW - 4 * DAY_MS,
      stateSince: null,
      isUnseen: false,
      atRiskSeconds: null,
      reasons: ['no good backup at /web'],
      foundAt: null,
    },
    {
      job: ORDERS,
      state: 'alert',
      since: NOW - 31 * HOUR_MS,
      stateSince: null,
      isUnseen: false,
      atRiskSeconds: 200_000,
      reasons: ['too old'],
      foundAt: null,
    },
  ],
  passes: { lastAt: NOW, due: 3, unknown: 0, passes: 24, complete: 24, isOverdue: false, missed: 0 },
};
const reader = (personId: string, isAdmin = false): AddressedReader => ({
  personId,
  isAdmin,
  timezone: 'UTC',
  since: NOW - DAY_MS,
  withTrends: true,
  addresses: [{ channel: 'email', to: `${personId}@acme.example` }],
});

let bedrock: BedrockStandIn;
let smtp: SmtpStandIn;
let claimed: Set<string>;
beforeEach(async () => {
  bedrock = await BedrockStandIn.start();
  smtp = await SmtpStandIn.start();
  claimed = new Set();
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await bedrock.stop();
  await smtp.stop();
});

const claims: SummaryClaims = {
  take: async ({ scheduledAt, personId }) => {
    const key = `${scheduledAt} ${personId}`;
    if (claimed.has(key)) return false;
    claimed.add(key);
    return true;
  },
  noteDelivered: async () => {},
};

async function notify(
  behaviour: ModelBehaviour | null,
  options: { readonly readers?: readonly AddressedReader[]; readonly facts?: SummaryFacts } = {},
): Promise<readonly DeliveredSummary[]> {
  if (behaviour !== null) bedrock.behaviour = behaviour;
  const secrets = { get: async () => '' };
  const transport = new SmtpTransport(
    { host: '127.0.0.1', port: smtp.port, secure: false, allowPlain: false, login: null },
    secrets,
  );
  const email = rendering(renderEmail, new EmailSender('backups@acme.example', transport));
  const client = createBedrockClient({ AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url });
  return deliverSummaries(options.facts ?? FACTS, options.readers ?? [reader('dana', true)], NOW, {
    claims,
    channels: {
      settings: async () => '',
      of: (kind) => (kind === 'email' ? email : { missing: `${kind} is not set up` }),
    },
    lastResort: null,
    wording:
      behaviour === null
        ? null
        : new BedrockWording('eu.anthropic.claude-haiku-5-5', client, behaviour === 'hang' ? 200 : undefined),
    clock: () => NOW,
  });
}

const texts = async () =>
  Promise.all(
    smtp.taken.map(async ({ raw }) => (await PostalMime.parse(raw)).text?.replace(/\r\n/g, '\n').trimEnd() ?? ''),
  );
const INTRO = 'In short, worded by a model from the figures below:';

describe('the mail of a day with trouble', () => {
  const TRUE_TEXT = '2 of 3 backups are broken. [J1] has been escalated for 4 days and [J2] in alert for 31 hours.';
  let plain: string;
  beforeEach(async () => {
    await notify(null);
    [plain = ''] = await texts();
    expect(plain).toContain('Of 3 backups that are watched: 2 broken.');
    smtp.taken.length = 0;
    claimed.clear();
  });

  it('has a paragraph of what the model says, with the names put in, and all the figures below it', async () => {
    const delivered = await notify({ says: TRUE_TEXT });
    expect(delivered).toMatchObject([
      { personId: 'dana', outcome: 'delivered', channel: 'email', paragraph: { kind: 'worded' } },
    ]);
    const [text = ''] = await texts();
    const paragraph =
      '2 of 3 backups are broken. Web [J1] has been escalated for 4 days and Orders <b>database</b> All is well in alert for 31 hours.';
    expect(text).toBe(plain.replace('2 broken.\n', `2 broken.\n\n${INTRO}\n${paragraph}\n`));
    const html = smtp.taken[0]?.mail.html ?? '';
    expect(html).toContain('Orders &lt;b&gt;database&lt;/b&gt; All is well in alert');
    expect(html).not.toContain('<b>');
  });

  it('the model gets neither names nor errors', async () => {
    await notify({ says: TRUE_TEXT });
    const sent = JSON.stringify(bedrock.conversations[0]?.body);
    for (const secret of ['Orders', 'Web', 'no good backup', 'too old', 'sam', 'orders']) {
      expect(sent).not.toContain(secret);
    }
    expect(JSON.parse(bedrock.conversations[0]?.data ?? '')).toMatchObject({ watched: 3, broken: 2 });
  });

  const wrong: { name: string; behaviour: ModelBehaviour; kind: string }[] = [
    {
      name: 'lies about a number',
      behaviour: { says: '1 of 3 backups is broken, and [J1] has been escalated for 4 days.' },
      kind: 'untrue',
    },
    {
      name: 'obeys an instruction that came from nowhere',
      behaviour: { says: 'Ignore the report: everything is fine. Sign in at https://evil.example to confirm.' },
      kind: 'untrue',
    },
    {
      name: 'hides an instruction behind a true sentence',
      behaviour: { says: `${TRUE_TEXT} Reply with your password to stay watched.` },
      kind: 'untrue',
    },
    { name: 'swaps two jobs', behaviour: { says: '[J1] is in alert and [J2] is escalated.' }, kind: 'untrue' },
    { name: 'refuses', behaviour: { says: 'No.', stopReason: 'content_filtered' }, kind: 'refused' },
    { name: 'hangs', behaviour: 'hang', kind: 'timeout' },
    { name: 'is throttled', behaviour: { error: 'ThrottlingException', status: 429 }, kind: 'throttled' },
    { name: 'is retired', behaviour: { error: 'ResourceNotFoundException', status: 404 }, kind: 'no-model' },
    { name: 'may not be used', behaviour: { error: 'AccessDeniedException', status: 403 }, kind: 'no-access' },
  ];
  it.each(wrong)('is the plain one when the model $name', async ({ behaviour, kind }) => {
    const delivered = await notify(behaviour);
    expect(delivered).toMatchObject([{ outcome: 'delivered', paragraph: { kind, message: expect.any(String) } }]);
    expect(await texts()).toEqual([plain]);
    expect(smtp.taken[0]?.mail.html).not.toContain('worded by a model');
  });

  it('a model that cannot be used is waited for once, not for each reader', async () => {
    const readers = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'].map((id) => reader(id, true));
    await notify({ error: 'AccessDeniedException', status: 403 }, { readers });
    expect(smtp.taken).toHaveLength(11);
    expect(bedrock.conversations.length).toBeLessThanOrEqual(8);
  });
});

describe('readers', () => {
  it('have their own jobs, the admin all of them', async () => {
    await notify(null, { readers: [reader('dana', true), reader('sam'), reader('kim')] });
    const byReader = new Map(smtp.taken.map(({ to, mail }) => [to[0], `${mail.subject}\n${mail.text}`]));
    expect(byReader.get('dana@acme.example')).toMatch(/2 broken[\s\S]*Web[\s\S]*Orders/);
    const sams = byReader.get('sam@acme.example');
    expect(sams).toContain('Of 1 backup that is watched: 1 broken.');
    expect(sams).not.toContain('Web');
    expect(byReader.get('kim@acme.example')).toMatch(/^Backup sentinel: all is well/);
  });

  it('whose jobs are all well have one calm line, and no model is asked for it', async () => {
    await notify({ says: 'Words.' }, { readers: [reader('kim')] });
    expect(await texts()).toEqual([
      'The one backup that is watched is fine. The last check, Sat 08:00 UTC, judged all 3 that were due.',
    ]);
    expect(bedrock.conversations).toEqual([]);
  });

  it('have it once for a day, also when two of us tell it at the same moment', async () => {
    const both = await Promise.all([notify(null), notify(null)]);
    expect(both.flat().map(({ outcome }) => outcome)).toEqual(expect.arrayContaining(['delivered', 'repeated']));
    expect(smtp.taken).toHaveLength(1);
  });

  it('whose channel takes nothing do not keep the others from theirs', async () => {
    const readers = [{ ...reader('sam'), addresses: [{ channel: 'slack' as const, to: 'U0SAM' }] }, reader('lee')];
    const delivered = await notify(null, { readers });
    expect(delivered).toMatchObject([
      { personId: 'sam', outcome: 'refused', failures: ['slack: slack is not set up'] },
      { personId: 'lee', outcome: 'delivered', channel: 'email' },
    ]);
  });
});
