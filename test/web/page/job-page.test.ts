import { describe, expect, it } from 'vitest';
import type { PersonActed } from '../../../lib/app/act/act-by-person.ts';
import type { JobDetailView } from '../../../lib/app/views/job-view.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/instant.ts';
import { detail, JOBS, job, NOW } from './sample-jobs.ts';
import { type Sample, samplePage } from './sample-page.ts';

const [, billing = job()] = JOBS;

async function pageOf(view: JobDetailView, sample: Sample = {}, query = ''): Promise<string> {
  const response = await samplePage({ ...sample, job: view }).page.request(`/job/${view.jobId}${query}`);
  expect(response.status).toBe(200);
  return response.text();
}

describe('the page of a job', () => {
  it('tells how it stands, what is at risk, the rule with its line, who was told, and what happened', async () => {
    const page = await pageOf(detail(billing));
    expect(page).toContain('12.4 GB; at least 20 GB expected; 37 GB the time before (rules.yaml:35).');
    expect(page).toContain('<dd class="risk">30 hours</dd>');
    expect(page).toMatch(/Rule <span class="at">rules.yaml:35<\/span><\/dt><dd>every 24 hours, allow 26 hours/);
    expect(page).toContain('<b>sam</b> notified by slack');
    expect(page).toContain('green → alert (worsened)');
    expect(page).toContain('“disk was full; dump runs again”');
    expect(page).toContain('<a href="https://wiki.acme.example/runbooks/billing-db" rel="noreferrer">');
    expect(page).toContain('data-value="20000000000">at least 20 GB');
    expect(page).toContain('data-value="117000">alert after 32 hours 30 minutes');
  });

  it('names the run that failed, and where it is', async () => {
    const data = {
      kind: 'failed',
      ts: NOW - HOUR_MS,
      location: 's3://acme/billing/23.dump',
      error: 'disk full',
    } as const;
    const none = { result: 'pass', reason: '', measured: null, threshold: null, at: '' } as const;
    const tests = { finished: { ...none, result: 'hard', data }, recent: none, size: none } as const;
    const verdict = {
      worst: 'hard',
      tests,
      latest: null,
      lastGood: null,
      running: null,
      dataAtRiskSeconds: null,
    } as const;
    const page = await pageOf(detail({ ...billing, found: { at: NOW, verdict } }));
    expect(page).toMatch(/<dt>Failed run<\/dt><dd>.*1h ago.*s3:\/\/acme\/billing\/23\.dump/);
    expect(await pageOf(detail(billing))).not.toContain('Failed run');
  });

  it('says so where there is nothing yet', async () => {
    const bare = job({
      since: null,
      lastGood: null,
      latest: null,
      unknown: 'not checked yet',
      owner: null,
      group: null,
    });
    const nothing = { days: [], deliveries: [], history: [], actions: [], runbook: null, note: null, place: null };
    const page = await pageOf(detail(bare, nothing));
    expect(page).toContain('Not checked yet.');
    expect(page).toContain('No day to show yet');
    expect(page).toContain('No notification was sent yet.');
    expect(page).toContain('No history yet.');
    expect(page).not.toContain('Lose it now');
  });

  it('says that all is lost where a checked job has no good copy', async () => {
    const page = await pageOf(detail(job({ state: 'alert', lastGood: null, latest: null })));
    expect(page).toContain('<dd class="risk">everything: there is no good backup</dd>');
  });

  it('makes a link of a runbook only where it leads to the web', async () => {
    const page = await pageOf(detail(billing, { runbook: 'javascript:alert(1)' }));
    expect(page).toContain('<dd>javascript:alert(1)</dd>');
    expect(page).not.toContain('href="javascript');
  });

  it('shows the runs and pings, each body folded and escaped, and the ping address behind a click', async () => {
    const entry = {
      at: NOW - HOUR_MS,
      kind: 'ping' as const,
      takenFor: 'a failure',
      address: '192.0.2.7',
      userAgent: '<b>curl',
      host: null,
      exitStatus: 3,
      sizeBytes: null,
      durationS: 600,
      body: '<script>alert(1)</script>\ndisk full',
    };
    const runs = { expectedAt: NOW + HOUR_MS, entries: [entry] };
    const pingAddress = 'https://s.example/ping/2b1c0a5e-5a1f-4a53-9a5c-1d8f0e6f7a10';
    const page = await pageOf(detail(billing), { pings: { runs, pingAddress } });
    expect(page).toContain('The next run is due');
    expect(page).toContain('taken for a failure: status 3, took 600 s, from 192.0.2.7, from &lt;b&gt;curl');
    expect(page).toContain(
      '<details class="said"><summary>What it said</summary><pre>&lt;script&gt;alert(1)&lt;/script&gt;',
    );
    expect(page).toContain(`<summary>Show the ping address</summary>`);
    expect(page).toContain(`ExecStopPost=/bin/sh -c &#39;test &quot;$$SERVICE_RESULT&quot; = success;`);
    expect(await pageOf(detail(billing), { pings: { runs } })).not.toContain('ping address');
  });

  it('escapes whatever comes from outside', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    const page = await pageOf(
      detail(job({ name: evil, reasons: [evil], state: 'warn' }), {
        note: evil,
        place: evil,
        rule: { text: evil, at: evil },
        deliveries: [{ at: NOW, person: evil, channel: evil, outcome: evil, error: evil }],
        history: [{ at: NOW, text: evil, by: evil, reason: evil }],
        acceptRun: { ts: NOW, sizeBytes: 1, location: `"${evil}` },
      }),
    );
    expect(page).not.toContain('<img src=x');
    expect(page.split('&lt;img src=x').length).toBeGreaterThan(10);
  });

  it('offers what can be done; mute and accept behind a question', async () => {
    const page = await pageOf(detail(billing));
    expect(page.match(/name="action" value="\w+"/g)).toHaveLength(4);
    expect(page).toMatch(/<details class="asked"><summary>Mute …<\/summary>[\s\S]*<button>Mute it<\/button>/);
    expect(page).toContain('The backup of 12.4 GB, Sun 02:42, counts as good');
    const calm = await pageOf(detail(job(), { actions: ['snooze', 'mute'], breakSeq: null }));
    expect(calm).toContain('<details class="planned">');
  });

  it('says whose it is to viewers who may not act', async () => {
    const none = detail(billing, { actions: [] });
    expect(await pageOf(none)).toContain('This is sam’s backup');
    expect(await pageOf({ ...none, owner: null })).toContain('This backup has no owner');
    expect(await pageOf(none, { mayWrite: false })).toContain('Your session is read-only');
  });

  it.each([
    ['fixed', { pendingFixed: true }, 'Marked fixed. The next check decides.'],
    ['snooze', { quieted: 'snoozed', snoozedUntil: NOW + HOUR_MS }, 'Snoozed until Sun 09:42.'],
    ['mute', { quieted: 'muted' }, 'Muted until someone resumes it.'],
    ['resume', {}, 'Resumed.'],
    ['accept', {}, 'Accepted.'],
  ] as const)('says what was done after %s, and only when the job shows it', async (verb, given, words) => {
    const by = (at: number) => ({ history: [{ at, text: verb, by: 'dana', reason: null }] });
    const view = { ...detail(billing), ...given };
    expect(await pageOf({ ...view, ...by(NOW - 1000) }, {}, `?did=${verb}`)).toContain(`id="outcome">${words}`);
    expect(await pageOf({ ...view, ...by(NOW - HOUR_MS) }, {}, `?did=${verb}`)).not.toContain('id="outcome"');
    expect(await pageOf({ ...view, ...by(NOW - 1000) }, {}, '?did=<b>')).not.toContain('id="outcome"');
  });
});

describe('an action', () => {
  const done = { outcome: 'done', job: {} as never, message: 'done' } as const;
  const origin = { origin: 'http://localhost' };

  async function post(
    fields: Record<string, string>,
    acted: PersonActed,
    headers: Record<string, string> = origin,
    sample: Sample = {},
  ) {
    const { page, asked } = samplePage({ ...sample, acted });
    const body = new URLSearchParams(fields);
    return { response: await page.request('/job/billing-db', { method: 'POST', body, headers }), asked };
  }

  it('is asked for as the form says, and leads back to the job', async () => {
    const { response, asked } = await post({ action: 'snooze', hours: '72', break: '17', reason: ' new disk ' }, done);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/job/billing-db?did=snooze#outcome']);
    expect(asked).toEqual([
      {
        personId: 'dana',
        jobId: 'billing-db',
        breakSeq: 17,
        action: { verb: 'snooze', forMs: 3 * DAY_MS },
        at: NOW,
        reason: 'new disk',
      },
    ]);
  });

  it('accepts the very run that was seen', async () => {
    const run = { location: 's3://a/1', ts: '2026-11-22T01:42:00Z', size: '30' };
    const { asked } = await post({ action: 'accept', break: '', ...run }, done);
    const seen = { location: 's3://a/1', ts: Date.parse(run.ts), sizeBytes: 30 };
    expect(asked).toMatchObject([
      { breakSeq: null, action: { verb: 'accept', run: seen }, reason: 'on the status page' },
    ]);
  });

  it.each([
    [{ action: 'delete', break: '1' }],
    [{ action: 'snooze', break: '1' }],
    [{ action: 'snooze', break: '1', hours: '9999' }],
    [{ action: 'accept', break: '1' }],
    [{ action: 'accept', break: '1', location: 'x', ts: 'yesterday' }],
    [{ action: 'mute', break: '-1' }],
    [{ action: 'mute' }],
    [{ action: 'mute', break: '1', reason: 'x'.repeat(201) }],
    [{ action: 'mute', break: '1', reason: 'x'.repeat(20_000) }],
  ])('that no form of ours sends is refused: %j', async (fields) => {
    const { response, asked } = await post(fields as Record<string, string>, done);
    expect([response.status, asked]).toEqual([400, []]);
  });

  it.each([
    [403, { outcome: 'not-theirs', job: {} as never, message: 'Wiki is lee’s; ask them' }],
    [409, { outcome: 'outdated', job: {} as never, message: 'snoozed already' }],
    [409, { outcome: 'refused', job: {} as never, message: 'snoozed 3 times' }],
    [409, { outcome: 'unknown', message: 'no longer in the rules doc' }],
  ] as const)('that is not done says why, with status %i', async (status, acted) => {
    const { response } = await post({ action: 'mute', break: '1' }, acted);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(`role="alert" id="outcome">Nothing was done: ${acted.message}.`);
  });

  it('from another page, from nobody, or from somebody who may only look is not done', async () => {
    const fields = { action: 'mute', break: '1' };
    const other = await post(fields, done, { origin: 'https://evil.example' });
    const nobody = await post(fields, done, origin, { isSignedIn: false });
    const looker = await post(fields, done, origin, { mayWrite: false });
    expect([other.response.status, nobody.response.status, looker.response.status]).toEqual([403, 401, 403]);
    expect([other.asked, nobody.asked, looker.asked]).toEqual([[], [], []]);
  });
});
