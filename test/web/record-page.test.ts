import { afterEach, beforeEach, expect, it } from 'vitest';
import { jobLine } from '../app/dispatch/dispatch-setting.ts';
import { WebSetting } from './web-setting.ts';

let web: WebSetting;
beforeEach(async () => {
  web = await WebSetting.open(
    ['sam: { email: sam@acme.example }', 'dana: { email: d@acme.example }'],
    [jobLine('orders'), jobLine('wiki')],
  );
  await web.dispatch.break('orders');
});
afterEach(() => web.close());

it('shows the record to the admin, with fields above it and one style that its policy names', async () => {
  const answer = await web.get('/record?from=2026-11-01&to=2026-11-30', await web.cookie('dana'));
  const page = await answer.text();
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(answer.headers.get('content-security-policy')).toMatch(/style-src 'sha256-[^']+'; form-action 'self'/);
  expect(page).toContain('value="2026-11-01"');
  expect(page).toContain('format=csv&amp;download=1');
  expect(page).toMatch(/<h2>orders<\/h2>[\s\S]*alert[\s\S]*<h2>wiki<\/h2>/);
});

it('gives one job to download, without the fields', async () => {
  const answer = await web.get('/record?job=wiki&format=html&download=1', await web.cookie('dana'));
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="record.html"');
  const page = await answer.text();
  expect([page.includes('<form'), page.includes('<h2>wiki'), page.includes('<h2>orders')]).toEqual([
    false,
    true,
    false,
  ]);
});

it('answers the admin’s API token, and nobody else', async () => {
  const asked = async (token: string) =>
    web.send('/record?format=json', { headers: { authorization: `Bearer ${token}` } });
  const answer = await asked(await web.token('dana'));
  expect(await answer.json()).toMatchObject({ kind: 'record', jobs: [{ job_id: 'orders' }, { job_id: 'wiki' }] });
  expect((await asked(await web.token('sam'))).status).toBe(403);
  expect((await web.send('/record')).status).toBe(401);
});

it('says what is wrong with what is asked', async () => {
  const cookie = await web.cookie('dana');
  for (const query of ['from=2026-02-30', 'format=pdf', 'from=2026-03-01&to=2026-02-01']) {
    expect((await web.get(`/record?${query}`, cookie)).status).toBe(400);
  }
});
