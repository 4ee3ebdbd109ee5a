import { describe, expect, it, test } from 'vitest';
import type { JobAbout } from '../../../lib/core/event/job-about.ts';
import { publishable } from '../../../lib/core/event/publishable.ts';
import { stateChangedDetail } from '../../../lib/core/event/state-changed.ts';
import type { Transition } from '../../../lib/core/model/transition.ts';
import { mapTests } from '../../../lib/core/model/verdict.ts';
import { stateChanged } from '../../../lib/ports/event-shapes.ts';
import { readPublished } from '../../../lib/ports/published-transition.ts';
import { givenRun, Job } from '../decision/given.ts';

const ORDERS: JobAbout = {
  id: 'orders-db',
  name: 'Orders database',
  group: 'databases',
  node: null,
  owner: 'sam',
  ownerFrom: 'group',
  escalateTo: 'dana',
  place: { scheme: 's3', container: 's3://acme-backups/', bucket: 'acme-backups', template: 'orders/*.dump' },
  runbook: 'https://wiki.acme.example/orders',
  note: 'Ask the DBA first',
  at: 'rules.yaml:21',
  understood: 'a backup every 24 hours',
};
const GOOD = givenRun('2026-11-19T02:00:00Z');
const CONSOLE = 'https://console.aws.amazon.com';

/** A soft miss, found after a good run. */
function worsened(runs = [GOOD]): Transition {
  const { transition } = new Job().check('2026-11-20T05:00:00Z', runs);
  if (transition === null) throw new Error('nothing changed');
  return transition;
}

function withoutVerdict(): Transition {
  return { ...worsened(), verdict: null };
}

describe('the detail of a change of state', () => {
  it('is the transition, and what somebody who is to be told of it wants to know', () => {
    const detail = stateChangedDetail(worsened(), ORDERS, CONSOLE);
    expect(detail).toEqual({
      version: 1,
      ...publishable(worsened()),
      job: {
        id: 'orders-db',
        name: 'Orders database',
        group: 'databases',
        node: null,
        runbook: 'https://wiki.acme.example/orders',
        note: 'Ask the DBA first',
        rule: { words: 'a backup every 24 hours', at: 'rules.yaml:21' },
      },
      people: { owner: 'sam', escalate_to: 'dana', owner_from: 'group' },
      evidence: GOOD.location,
      data_at_risk_seconds: 27 * 3600,
      links: {
        evidence: `${CONSOLE}/s3/object/acme-backups?prefix=${encodeURIComponent(GOOD.location.slice('s3://acme-backups/'.length))}`,
        runbook: 'https://wiki.acme.example/orders',
      },
    });
    expect(stateChanged.parse(detail)).toEqual(detail);
  });

  const NOTHING = { evidence: null, data_at_risk_seconds: null, links: { evidence: null, runbook: null } };
  const cases: readonly { name: string; transition: Transition; about: JobAbout | null; want: object }[] = [
    {
      name: 'without any backup the evidence is the place',
      transition: withoutVerdict(),
      about: ORDERS,
      want: {
        evidence: 's3://acme-backups/orders/*.dump',
        data_at_risk_seconds: null,
        links: { evidence: `${CONSOLE}/s3/buckets/acme-backups?prefix=orders%2F` },
      },
    },
    {
      name: 'a place that is not in S3 has no link',
      transition: withoutVerdict(),
      about: { ...ORDERS, place: { scheme: 'file', container: '', bucket: '', template: '/mnt/backups/' } },
      want: { evidence: '/mnt/backups/', links: { evidence: null } },
    },
    {
      name: 'a job that only sends heartbeats has no evidence to look at',
      transition: withoutVerdict(),
      about: { ...ORDERS, place: null, runbook: null },
      want: NOTHING,
    },
    {
      name: 'a retired job has nulls',
      transition: withoutVerdict(),
      about: null,
      want: { job: null, people: null, ...NOTHING },
    },
    {
      name: 'a job that left the rules doc before its change was published keeps what the verdict says',
      transition: worsened(),
      about: null,
      want: { job: null, people: null, evidence: GOOD.location, data_at_risk_seconds: 27 * 3600 },
    },
    {
      name: 'a runbook that no browser should open is no link',
      transition: withoutVerdict(),
      about: { ...ORDERS, runbook: 'javascript:alert(1)' },
      want: { links: { runbook: null } },
    },
  ];
  test.each(cases)('$name', ({ transition, about, want }) => {
    const detail = stateChangedDetail(transition, about, CONSOLE);
    expect(detail).toMatchObject(want);
    expect(stateChanged.parse(detail)).toEqual(detail);
  });

  it('reads back as the transition that it was, whatever else is in it', () => {
    for (const about of [ORDERS, null]) {
      expect(readPublished(stateChangedDetail(worsened(), about, CONSOLE))).toEqual(inWords(worsened()));
    }
    // As an older version of the program put it on the bus, and as the audit log has it.
    expect(readPublished({ version: 1, ...publishable(worsened()) })).toEqual(inWords(worsened()));
  });

  it('fits on the bus however long the texts of the rules doc are, and holds no half of a character', () => {
    const long = '😀'.repeat(200_000);
    const about = { ...ORDERS, name: long, note: `x${long}`, understood: long, runbook: `https://w.example/${long}` };
    const text = JSON.stringify(stateChangedDetail(worsened(), about, CONSOLE));
    expect(Buffer.byteLength(text)).toBeLessThan(64_000);
    expect(text).not.toMatch(/\\ud[89a-f]/i);
    expect(JSON.parse(text)).toMatchObject({
      job: { note: expect.stringMatching(/^x😀+.…$/u), runbook: null },
      links: { runbook: null },
    });
  });
});

/** Without the reasons as data, which the row alone keeps. */
function inWords(transition: Transition): Transition {
  const { verdict } = transition;
  if (verdict === null) return transition;
  const tests = mapTests(verdict.tests, ({ data: _, ...published }) => published);
  return { ...transition, verdict: { ...verdict, tests } };
}
