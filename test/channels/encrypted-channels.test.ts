import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outputOf } from '../processes.ts';

const CHILD = fileURLToPath(new URL('encrypted-channels-child.ts', import.meta.url));

/** Against servers whose certificate is trusted, made by openssl for 127.0.0.1 and 0.0.0.0. */
describe('with a certificate that holds', () => {
  let folder: string;
  let results: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sentinel-tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    const name = ['-subj', '/CN=test', '-addext', 'subjectAltName=IP:127.0.0.1,IP:0.0.0.0'];
    await outputOf('openssl', ['req', ...kind, ...name, '-keyout', key, '-out', cert]);
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: cert };
    results = JSON.parse(await outputOf(process.execPath, ['--import', 'tsx', CHILD, key, cert], { env }));
  }, 90_000);

  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it.each(['starttls', 'tls'])('mail and password go encrypted by %s', (how) => {
    expect(results[how]).toEqual(['accepted', [true, 'sentinel']]);
  });

  it('a webhook gets its message, is told apart when it breaks off, and gets none under a name that is not its own', () => {
    expect(results.webhook).toEqual({
      outcomes: ['accepted', 'unknown', expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID')],
      paths: ['/a', '/reset'],
    });
  });
});
