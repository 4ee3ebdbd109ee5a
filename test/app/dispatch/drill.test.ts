import { describe, expect, it } from 'vitest';
import { runDrill } from '../../../lib/app/dispatch/drill.ts';
import { HOUR_MS, type Instant } from '../../../lib/core/instant.ts';
import type { RenderOptions } from '../../../lib/core/message/render-options.ts';
import type { ChannelKind } from '../../../lib/core/model/channel-kind.ts';
import { People } from '../../../lib/core/people/people.ts';
import type { Outgoing, Receipt } from '../../../lib/ports/channel.ts';
import type { Drill, DrillResult } from '../../../lib/ports/drill-log.ts';
import { accepted, badAddress, badSetup, later, unknown } from '../../../lib/ports/receipt.ts';
import { everyForm, type Forms } from '../../channels/every-form.ts';
import { documentOf, jobLine, T0 } from './dispatch-setting.ts';

const PEOPLE = [
  'sam: { slack: U0SAM, email: sam@acme.example, via: [slack, email] }',
  'dana: { email: dana@acme.example, slack: U0DANA, via: [email] }',
  'lee: { email: lee@acme.example, quiet: "10:00-14:00" }',
  'kim: { email: kim@acme.example, away: 2026-11-01..2026-11-30, cover: lee }',
  'mute: { timezone: UTC }',
];
const JOBS = [
  jobLine('job-a', ', escalate_to: lee'),
  jobLine('quiet', ', owner: lee'),
  jobLine('covered', ', owner: kim'),
  jobLine('mute', ', owner: mute'),
];

/** What came out, and what each channel was handed. */
interface Run {
  readonly result: DrillResult;
  readonly sent: readonly { readonly channel: ChannelKind; readonly outgoing: Outgoing<Forms> }[];
}

async function run(
  change: Partial<Drill>,
  answer: (channel: ChannelKind) => Receipt = () => accepted('r'),
  options: { readonly missing?: ChannelKind; readonly admin?: null; readonly rendering?: RenderOptions } = {},
): Promise<Run> {
  const sent: { channel: ChannelKind; outgoing: Outgoing<Forms> }[] = [];
  const document = documentOf(PEOPLE, JOBS);
  let now: Instant = T0;
  const result = await runDrill(
    { id: 'd', jobId: 'job-a', personId: null, atOnce: false, askedAt: T0 - 1_000, ...change },
    {
      store: { read: async () => ({ rows: new Map(), unusable: [] }) },
      jobs: new Map(document.jobs.map((job) => [job.id, options.admin === null ? { ...job, owner: null } : job])),
      people: new People(options.admin === null ? { ...document, admin: null } : document, {}),
      channels: {
        settings: async () => '',
        of: (kind) =>
          kind === options.missing
            ? { missing: `${kind} is not set up` }
            : {
                send: async (outgoing) => {
                  sent.push({ channel: kind, outgoing: { ...outgoing, message: everyForm(outgoing.message) } });
                  now += 250;
                  return answer(kind);
                },
              },
      },
      rendering: options.rendering ?? {},
      clock: () => now,
    },
  );
  return { result, sent };
}

const addressed = ({ sent }: Run) => sent.map(({ channel, outgoing }) => `${channel} ${outgoing.to}`);

describe('a drill', () => {
  it('tells the owner as an alert would, marked as a drill in every form, and says how long it took', async () => {
    const ran = await run({});
    expect(addressed(ran)).toEqual(['slack U0SAM']);
    expect(ran.result).toEqual({
      receivedAt: T0,
      endedAt: T0 + 250,
      personId: 'sam',
      outcome: 'accepted',
      channel: 'slack',
      until: null,
      message: '',
      isSeenAsked: false,
    });
    const { slack, email, json } = ran.sent[0]?.outgoing.message ?? {};
    for (const form of [slack?.text, JSON.stringify(slack?.blocks), email?.subject, email?.text, email?.html]) {
      expect(form).toMatch(/drill/i);
      expect(form).toContain('job-a');
    }
    expect(JSON.stringify(json)).toMatch(/drill/i);
  });

  const rendering: RenderOptions = {
    actions: true,
    linkFor: () => 'https://s.example/act/x',
    seenLinkFor: (drillId, personId) => `https://s.example/seen/${drillId}-${personId}`,
    signInLinkFor: () => 'https://s.example/sign-in/x',
  };

  it('asks with one button whether it was seen, and offers nothing else', async () => {
    const { result, sent } = await run({}, undefined, { rendering });
    expect(result.isSeenAsked).toBe(true);
    const { blocks } = sent[0]?.outgoing.message.slack ?? { blocks: [] };
    const elements = blocks.flatMap((block) => (Array.isArray(block.elements) ? block.elements : []));
    const buttons = elements.filter((element) => (element as { type: string }).type === 'button');
    expect(buttons).toEqual([
      expect.objectContaining({ action_id: 'sentinel_seen', value: '{"drill":"d"}', text: expect.anything() }),
    ]);
  });

  it('asks by a link in a mail, its reader’s own, and leaves out the links of a true alert', async () => {
    const { result, sent } = await run({ personId: 'dana' }, undefined, { rendering });
    const { text = '', html = '' } = sent[0]?.outgoing.message.email ?? {};
    expect(result).toMatchObject({ channel: 'email', isSeenAsked: true });
    for (const form of [text, html]) {
      expect(form.match(/https:\/\/s\.example\/[^\s"<]+/g)).toEqual(['https://s.example/seen/d-dana']);
    }
  });

  it.each([
    { name: 'a mail, where nothing can be reached by a link', change: { personId: 'dana' } },
    { name: 'Slack, where nobody hears of buttons', change: {} },
  ])('by $name nobody is asked', async ({ change }) => {
    expect((await run(change, undefined, { rendering: { signInLinkFor: () => 'https://x/' } })).result).toMatchObject({
      outcome: 'accepted',
      isSeenAsked: false,
    });
  });

  const outcomes: readonly {
    readonly name: string;
    readonly drill?: Partial<Drill>;
    readonly answer?: (channel: ChannelKind) => Receipt;
    readonly options?: Parameters<typeof run>[2];
    readonly to: readonly string[];
    readonly result: Partial<DrillResult>;
  }[] = [
    {
      name: 'goes to the person who is asked for, whoever owns the job',
      drill: { personId: 'dana' },
      to: ['email dana@acme.example'],
      result: { outcome: 'accepted', personId: 'dana', channel: 'email', message: '' },
    },
    {
      name: 'goes on to the next channel, and says why the first did not take it',
      answer: (channel) => (channel === 'slack' ? badAddress('channel_not_found') : accepted(null)),
      to: ['slack U0SAM', 'email sam@acme.example'],
      result: { outcome: 'accepted', personId: 'sam', channel: 'email', message: 'slack: channel_not_found' },
    },
    {
      name: 'goes on to the next channel when one is not set up',
      options: { missing: 'slack' },
      to: ['email sam@acme.example'],
      result: { outcome: 'accepted', channel: 'email', message: 'slack: slack is not set up' },
    },
    {
      name: 'that every channel refuses is refused, with what each of them said',
      answer: (channel) => badSetup(`${channel} says no`),
      to: ['slack U0SAM', 'email sam@acme.example'],
      result: {
        outcome: 'refused',
        personId: 'sam',
        channel: null,
        message: 'slack: slack says no; email: email says no',
      },
    },
    {
      name: 'that every channel puts off is put off',
      answer: () => later('429', 30),
      to: ['slack U0SAM', 'email sam@acme.example'],
      result: { outcome: 'later', personId: 'sam', channel: null, message: 'slack: 429; email: 429' },
    },
    {
      name: 'whose answer is lost may have arrived, and is sent by no other',
      answer: () => unknown('the answer was lost'),
      to: ['slack U0SAM'],
      result: { outcome: 'unknown', personId: 'sam', channel: 'slack', message: 'slack: the answer was lost' },
    },
    {
      name: 'in quiet time is held, and says until when and why',
      drill: { jobId: 'quiet' },
      to: [],
      result: {
        outcome: 'held',
        personId: 'lee',
        channel: null,
        until: T0 + 2 * HOUR_MS,
        message: expect.stringContaining('lee has quiet hours') as string,
      },
    },
    {
      name: 'in quiet time comes through when it is asked for at once',
      drill: { jobId: 'quiet', atOnce: true },
      to: ['email lee@acme.example'],
      result: { outcome: 'accepted', personId: 'lee', channel: 'email' },
    },
    {
      name: 'goes to whoever covers for an owner who is away, in their hours',
      drill: { jobId: 'covered' },
      to: [],
      result: { outcome: 'held', personId: 'lee', until: T0 + 2 * HOUR_MS },
    },
    {
      name: 'of an owner without an address goes to the admin, by all that the admin has',
      drill: { jobId: 'mute' },
      to: ['email dana@acme.example', 'slack U0DANA'],
      result: { outcome: 'accepted', personId: 'dana', channel: 'email' },
    },
    {
      name: 'of a job that is not there goes to nobody',
      drill: { jobId: 'job-x' },
      to: [],
      result: { outcome: 'nobody', personId: null, message: 'there is no job job-x in the rules doc' },
    },
    {
      name: 'for somebody who is not there goes to nobody',
      drill: { personId: 'zoe' },
      to: [],
      result: { outcome: 'nobody', personId: null, message: 'there is no person zoe in the rules doc' },
    },
    {
      name: 'of a job without owner and admin goes to nobody',
      options: { admin: null },
      to: [],
      result: { outcome: 'nobody', personId: null, message: expect.stringContaining('names no recipient') as string },
    },
  ];
  it.each(outcomes)('$name', async ({ drill = {}, answer, options, to, result }) => {
    const ran = await run(drill, answer, options);
    expect(addressed(ran)).toEqual(to);
    expect(ran.result).toMatchObject(result);
  });
});
