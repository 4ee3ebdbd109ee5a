import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { samplePage } from './sample-page.ts';

describe('the status page', () => {
  it.each(['/', '/job/orders-db', '/job/there-is-none'])(
    'tells nobody of the jobs who is not signed in: %s',
    async (path) => {
      const response = await samplePage({ isSignedIn: false }).page.request(path);
      const text = await response.text();
      expect(response.status).toBe(401);
      expect(text).toContain('Sign in to see the backups');
      expect(text).not.toMatch(/orders|shops|\bsam\b|\d+ backups/i);
      expect(text).not.toContain('http-equiv');
    },
  );

  it('loads itself once more for somebody who follows a link from elsewhere, whose session the browser keeps back', async () => {
    const { page } = samplePage({ isSignedIn: false });
    const response = await page.request('/job/orders-db', { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(await response.text()).toContain('<meta http-equiv="refresh" content="0">');
    const again = await page.request('/job/orders-db', { headers: { 'sec-fetch-site': 'same-origin' } });
    expect(await again.text()).not.toContain('http-equiv');
  });

  it.each(['/', '/job/orders-db', '/job/none'])(
    'lets nothing in from elsewhere and nothing be kept: %s',
    async (path) => {
      const { headers } = await samplePage().page.request(path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      );
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  it.each(['/', '/job/orders-db'])(
    'has no style and no script in itself, which the policy would forbid: %s',
    async (path) => {
      const text = await (await samplePage().page.request(path)).text();
      expect(text).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?! type="module" src="\/assets\/)/);
      expect(text).not.toMatch(/(src|href)="(?!\/|https:\/\/wiki|#)/);
    },
  );

  it('goes compressed to whom can take it', async () => {
    const { page } = samplePage();
    const response = await page.request('/', { headers: { 'accept-encoding': 'gzip' } });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(gunzipSync(bytes).toString()).toBe(await (await page.request('/')).text());
  });

  it('leads from a job to the list of its nodes or members', async () => {
    const { status, headers } = await samplePage().page.request('/job/medusa');
    expect([status, headers.get('location')]).toEqual([302, '/?q=medusa%2F']);
  });

  it('says that it has no such job, and that it has no rules', async () => {
    const missing = await samplePage().page.request('/job/none');
    expect([missing.status, await missing.text()]).toEqual([404, expect.stringContaining('No such backup')]);
    const ruleless = await samplePage({ list: null }).page.request('/');
    expect([ruleless.status, await ruleless.text()]).toEqual([503, expect.stringContaining('No usable rules')]);
  });

  it('says that it cannot be shown when the store is away, and why to the log only', async () => {
    const { page, failures } = samplePage({ fails: new Error('/var/lib/x: disk is gone') });
    const response = await page.request('/');
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('Not available now')]);
    expect(failures).toEqual(['a page failed: /var/lib/x: disk is gone']);
  });
});

describe('what the page loads', () => {
  it('is kept for good under a name that says its content, and is asked for again with its mark', async () => {
    const { page } = samplePage();
    const html = await (await page.request('/job/orders-db')).text();
    const paths = [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(paths.some((path) => path.endsWith('.js'))).toBe(true);
    expect(paths.some((path) => path.endsWith('.css'))).toBe(true);
    for (const path of new Set(paths)) {
      const plain = await page.request(path);
      expect([path, plain.status]).toEqual([path, 200]);
      expect(plain.headers.get('cache-control')).toContain('immutable');
      const packed = await page.request(path, { headers: { 'accept-encoding': 'gzip, br' } });
      expect(gunzipSync(Buffer.from(await packed.arrayBuffer())).toString()).toBe(await plain.text());
      const etag = plain.headers.get('etag') ?? '';
      expect((await page.request(path, { headers: { 'if-none-match': etag } })).status).toBe(304);
    }
  });

  it('is nothing but what there is', async () => {
    for (const path of ['/assets/page.css', '/assets/page-000000000000.css', '/assets/..%2f..%2fpackage.json']) {
      expect((await samplePage().page.request(path)).status).toBe(404);
    }
  });

  it('loads the charts on the page of a job only', async () => {
    const { page } = samplePage();
    expect(await (await page.request('/')).text()).not.toContain('/assets/job-');
  });
});
