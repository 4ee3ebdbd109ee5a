import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { JobView } from '../../../lib/app/views/job-view.ts';
import { HOUR_MS } from '../../../lib/core/instant.ts';
import { daysOfRow, JOBS, job, NOW } from './sample-jobs.ts';
import { type Sample, samplePage } from './sample-page.ts';

async function listOf(sample: Sample = {}, address = '/'): Promise<string> {
  const response = await samplePage(sample).page.request(address);
  expect(response.status).toBe(200);
  return response.text();
}

const withJobs = (...jobs: readonly JobView[]): Sample => ({ list: { jobs } });
const headingOf = (page: string) => /<h1>(.*?)<\/h1>/.exec(page)?.[1];
const shownIds = (page: string) =>
  [...page.matchAll(/<tr [^>]*data-id="([^"]*)"([^>]*)>/g)].flatMap(([, id, rest]) => (rest === '' ? [id] : []));
const rowOf = (page: string, id: string) => new RegExp(`<tr [^>]*data-id="${id}"[\\s\\S]*?</tr>`).exec(page)?.[0] ?? '';

describe('the first line of the list says how everything is', () => {
  const quieted = job({ quieted: 'muted', quietedBy: 'sam' });
  const alert = job({ state: 'alert' });
  const cases: readonly [string, readonly JobView[], string][] = [
    ['all is well', [job(), job({ jobId: 'b' })], 'All 2 backups are fine'],
    ['one is watched, and well', [job()], 'The backup is fine'],
    ['some fail', [alert, job()], '1 of 2 backups needs you'],
    ['what cannot be judged needs somebody as well', [job({ unknown: 'throttled' }), alert], '2 of 2 backups need you'],
    ['a quieted one is somebody’s already', [quieted, job()], '1 backup is fine, 1 quieted'],
    ['a quieted one beside failing ones', [alert, quieted, job()], '1 of 3 backups needs you, 1 quieted'],
    ['all are quieted', [quieted], 'The backup is quieted'],
    ['there are none', [], 'No backups are watched yet'],
  ];
  it.each(cases)('when %s', async (_, jobs, words) => {
    expect(headingOf(await listOf(withJobs(...jobs)))).toBe(words);
  });

  it('and how old all this is, and that the sentinel itself is late', async () => {
    expect(await listOf()).toMatch(
      /Last checked <time [^>]*>Sun 08:40<\/time>. This page was made at <time [^>]*>Sun 08:42/,
    );
    expect(headingOf(await listOf({ list: { lastPass: null } }))).toBe('Nothing has been checked yet');
    const late = await listOf({ list: { lastPass: { at: NOW - 3 * HOUR_MS, isOverdue: true } } });
    expect(late).toMatch(/role="alert"><b>The sentinel itself is late/);
    const wasWell = { jobs: [job(), job({ jobId: 'b' })], lastPass: { at: NOW - 3 * HOUR_MS, isOverdue: true } };
    expect(headingOf(await listOf({ list: wasWell }))).toBe('All was well Sun 05:42');
    const old = await listOf({ list: { rulesError: 'rules.yaml has 2 errors; using the last good one' } });
    expect(old).toMatch(/role="alert"><b>The newest rules doc is not in use.<\/b> rules.yaml has 2 errors/);
  });

  it('and which jobs send pings in vain, of many the first ten', async () => {
    expect(await listOf()).not.toContain('not judged');
    const two = await listOf({ list: { unjudged: ['Orders <b>', 'Crm'] } });
    expect(two).toContain('Pings that are not judged.</b> Orders &lt;b&gt;, Crm: add <code>heartbeat: true</code>');
    const many = await listOf({ list: { unjudged: Array.from({ length: 12 }, (_, at) => `job ${at}`) } });
    expect(many).toContain('job 8, job 9 and 2 more: add');
  });
});

describe('the list', () => {
  it('has one of each standing, with a symbol and a word, never by colour alone', async () => {
    const page = await listOf();
    for (const word of ['Escalated', 'Alert', 'Unknown', 'Warning', 'Snoozed', 'Muted', 'Green']) {
      expect(page).toMatch(new RegExp(`<b class="mark \\w+"><i aria-hidden="true">.</i>${word}</b>`));
    }
    expect(rowOf(page, 'wiki')).toContain('Snoozed by lee until Mon 00:42. Its state would be alert, since Sat 12:42.');
    expect(rowOf(page, 'old-shop')).toContain('Muted by sam until someone resumes it.');
    expect(rowOf(page, 'old-shop')).toContain('no owner');
    expect(rowOf(page, 'mailboxes')).toContain('The listing of s3://acme/mail/ was throttled (SlowDown).');
  });

  it('keeps the order it is given and leads to each job’s page', async () => {
    const page = await listOf();
    expect(shownIds(page)).toEqual(JOBS.map(({ jobId }) => jobId));
    expect(page).toContain('<a href="/job/medusa/n1">');
  });

  it('says the days of a strip in words as well', async () => {
    const page = await listOf();
    expect(rowOf(page, 'orders-db')).toContain('aria-label="90 days, all green"');
    expect(rowOf(page, 'personnel')).toContain('aria-label="90 days: 2 escalated, 2 alert, 3 warning, 83 green"');
    // Fewer days are filled up with such as nothing is known of.
    const young = await listOf({ list: { jobs: [job({ rowDays: daysOfRow('g2') })] } });
    expect(young).toContain('aria-label="90 days: 2 green, 88 no data"');
    expect(await listOf({ list: { jobs: [job({ rowDays: null })] } })).toContain('90 days, all no data');
  });

  it('escapes what is hostile, and lets nothing turn the direction of writing', async () => {
    const evil = `</th><script>alert('x')</script>"'\u202e&amp;`;
    const page = await listOf(
      withJobs(
        job({ name: evil, group: evil, owner: evil, jobId: 'e"vil', state: 'alert', reasons: [evil], unknown: evil }),
      ),
    );
    expect(page).not.toMatch(/<script>|alert\('x/);
    expect(page).not.toContain('\u202e<');
    expect(page).toContain('&lt;/th&gt;&lt;script&gt;');
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).toContain('data-id="e&quot;vil"');
  });

  it.each([
    ['/?state=alert', ['billing-db']],
    ['/?group=cluster', ['medusa/n1', 'medusa/n2']],
    ['/?group=-', ['old-shop', 'git']],
    ['/?owner=lee&state=green', ['media']],
    ['/?q=%20CUSTOMERS%20', ['customers-db']],
    ['/?q=medusa%2Fn2', ['medusa/n2']],
    ['/?state=nonsense&page=-7', JOBS.map(({ jobId }) => jobId)],
    ['/?owner=nobody-of-that-name', []],
  ])('filters by the address %s, without any script', async (address, ids) => {
    const page = await listOf({}, address);
    expect(shownIds(page)).toEqual(ids);
    expect(page.includes('id="nothing" class="nothing" hidden')).toBe(ids.length > 0);
  });

  it('keeps the rest of a filter in the links of its states', async () => {
    const page = await listOf({}, '/?owner=lee&q=a%26b');
    expect(page).toContain('href="/?state=green&amp;owner=lee&amp;q=a%26b"');
    expect(page).toContain('value="a&amp;b"');
  });

  it('shows all of 200 jobs, for its script to filter', async () => {
    const page = await listOf({ list: { jobs: manyJobs(200) } });
    expect(shownIds(page)).toHaveLength(200);
    expect(page).toContain('data-whole');
    expect(page).not.toContain('class="pages"');
  });

  it('of 200 rows is less than 60 KB on its way, even where each has had other days', async () => {
    // Uneven, and always the same.
    const uneven = (index: number) => 'gggggggwaqe-'.charAt((index * 7919 + ((index * index) % 31)) % 12);
    const days = (at: number) => Array.from({ length: 89 }, (_, day) => uneven(at * 90 + day)).join(' ');
    const jobs = manyJobs(5000).map((each, at) => ({ ...each, rowDays: daysOfRow(`${days(at)} g`) }));
    expect(gzipSync(await listOf({ list: { jobs } })).length).toBeLessThan(60_000);
  });
});

describe('a list of more than 200 jobs comes in pages, the worst first', () => {
  const jobs = manyJobs(2450);
  const list = (address = '/') => listOf({ list: { jobs } }, address);
  const countOf = (page: string) => /<p class="shown" role="status">(.*?)<\/p>/.exec(page)?.[1];
  const linksOf = (page: string) =>
    [...page.matchAll(/<nav class="pages"[^>]*>(.*?)<\/nav>/g)].map(([, links = '']) =>
      [...links.matchAll(/href="([^"]*)">([^<]*)/g)].map(([, href, words]) => `${words} ${href}`),
    );

  const cases = [
    {
      name: 'the first page leads to the next',
      address: '/',
      rows: ['job-0', 200],
      count: '1 to 200 of 2,450 backups',
      links: ['Next 200 /?page=2', 'All 2,450 on one page /?rows=all'],
    },
    {
      name: 'one in the middle leads both ways',
      address: '/?page=3',
      rows: ['job-400', 200],
      count: '401 to 600 of 2,450 backups',
      links: ['Previous 200 /?page=2', 'Next 200 /?page=4', 'All 2,450 on one page /?rows=all'],
    },
    {
      name: 'the last but one says how many are left',
      address: '/?page=12',
      rows: ['job-2200', 200],
      count: '2,201 to 2,400 of 2,450 backups',
      links: ['Previous 200 /?page=11', 'Next 50 /?page=13', 'All 2,450 on one page /?rows=all'],
    },
    {
      name: 'one beyond the last is the last',
      address: '/?page=900',
      rows: ['job-2400', 50],
      count: '2,401 to 2,450 of 2,450 backups',
      links: ['Previous 200 /?page=12', 'All 2,450 on one page /?rows=all'],
    },
    {
      name: 'a filter is over all jobs, and stays in the links',
      address: '/?group=g1&q=job&page=2',
      rows: ['job-401', 200],
      count: '201 to 400 of 1,225 that match, of 2,450 backups',
      links: [
        'Previous 200 /?group=g1&amp;q=job',
        'Next 200 /?group=g1&amp;q=job&amp;page=3',
        'All 1,225 on one page /?group=g1&amp;q=job&amp;rows=all',
      ],
    },
    {
      name: 'a search finds one on a later page',
      address: '/?q=job-2449',
      rows: ['job-2449', 1],
      count: '1 to 1 of 1 that match, of 2,450 backups',
      links: null,
    },
    {
      name: 'a search may find none',
      address: '/?q=nothing',
      rows: [undefined, 0],
      count: '0 of 2,450 backups',
      links: null,
    },
    {
      name: 'all can be had at once, as for printing',
      address: '/?rows=all',
      rows: ['job-0', 2450],
      count: '1 to 2,450 of 2,450 backups',
      links: ['200 a page /'],
    },
  ] as const;
  it.each(cases)('$name', async ({ address, rows, count, links }) => {
    const page = await list(address);
    const ids = shownIds(page);
    expect([ids[0], ids.length]).toEqual(rows);
    expect(countOf(page)).toBe(count);
    expect(page).not.toContain('data-whole');
    expect(linksOf(page)).toEqual(links === null ? [] : [links, links]);
  });
});

it('with members the list counts jobs and backups', async () => {
  const member = (name: string) =>
    job({ jobId: `databases/${name}`, member: { jobId: 'databases', job: 'Databases', name, of: 3 } });
  const page = await listOf(withJobs(...['crm', 'orders', 'shop'].map(member), job()));
  expect(shownIds(page)).toEqual(['databases', 'orders-db']);
  expect(page).toContain('>1 to 2 of 2 jobs, 4 backups<');
});

function manyJobs(count: number): readonly JobView[] {
  return Array.from({ length: count }, (_, index) =>
    job({ jobId: `job-${index}`, name: `Database of shop job-${index}`, group: `g${index % 2}` }),
  );
}
