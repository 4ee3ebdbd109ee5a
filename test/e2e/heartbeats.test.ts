import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Heartbeat } from '../../lib/core/evidence/heartbeat.ts';
import { PingPlace } from './ping-places.ts';
import { underRunitor } from './runitor.ts';
import { shell } from './shell.ts';

const RID = '8a2e6a4c-6b8e-4b0f-9d5c-0f1f5e2b7c11';

/** Lines that people have in their scripts, after the pages *Shell scripts* and *Pinging API* of healthchecks.io. */
const LINES: readonly {
  readonly job: string;
  readonly line: string;
  readonly prints: string;
  readonly want: readonly Partial<Heartbeat>[];
}[] = [
  { job: 'success', line: 'curl -fsS -m 10 --retry 5 "$URL"', prints: 'OK', want: [{ signal: 'success' }] },
  {
    job: 'start',
    line: 'curl -m 10 --retry 5 "$URL/start"; sleep 0.1; curl -m 10 --retry 5 "$URL"',
    prints: 'OKOK',
    want: [{ signal: 'start' }, { signal: 'success' }],
  },
  { job: 'fail', line: 'false || curl -m 10 --retry 5 "$URL/fail"', prints: 'OK', want: [{ signal: 'fail' }] },
  {
    job: 'exit',
    line: '(exit 3) || curl -m 10 --retry 5 "$URL/$?"; true && curl -m 10 --retry 5 "$URL/$?"',
    prints: 'OKOK',
    want: [
      { signal: 'fail', exitStatus: 3 },
      { signal: 'success', exitStatus: 0 },
    ],
  },
  {
    job: 'log',
    line: 'echo "copied half" | curl -fsS -m 10 --retry 5 --data-binary @- "$URL/log"',
    prints: 'OK',
    want: [{ signal: 'log', body: 'copied half\n' }],
  },
  {
    job: 'rid',
    line: `curl -m 10 "$URL/start?rid=${RID}"; curl -m 10 "$URL?rid=${RID}"`,
    prints: 'OKOK',
    want: [
      { signal: 'start', rid: RID },
      { signal: 'success', rid: RID },
    ],
  },
  {
    job: 'body',
    line: 'm=$(echo "Backup: 3 files, 5 €" 2>&1); curl -fsS -m 10 --retry 5 --data-raw "$m" "$URL/$?"',
    prints: 'OK',
    want: [{ signal: 'success', exitStatus: 0, body: 'Backup: 3 files, 5 €' }],
  },
  { job: 'head', line: 'curl -fsS -m 10 -o /dev/null -I "$URL"', prints: '', want: [{ signal: 'success' }] },
  {
    job: 'large',
    line: 'head -c 50000 /dev/zero | tr "\\0" x | curl -fsS -m 10 --data-binary @- "$URL"',
    prints: 'OK',
    want: [{ signal: 'success', body: `${'x'.repeat(2_000)}\n...\n${'x'.repeat(8_000)}` }],
  },
  {
    job: 'bytes',
    line: 'printf "H\\351!" | curl -fsS -m 10 --data-binary @- "$URL"',
    prints: 'OK',
    want: [{ signal: 'success', body: 'H\ufffd!' }],
  },
  {
    job: 'json',
    line: `curl -fsS -m 10 --json '{"size_bytes": 412000000, "files": 3, "status": "completed"}' "$URL"`,
    prints: 'OK',
    want: [{ signal: 'success', sizeBytes: 412_000_000, files: 3, status: 'completed' }],
  },
];

const RULES = `version: 1
settings: { admin: sam, rule: "every 24 hours, allow 26; check every 1 minute" }
people: { sam: { email: sam@acme.example } }
jobs:
${[...LINES.map(({ job }) => job), 'runitor', 'borgmatic', 'named'].map((job) => `  ${job}: { heartbeat: true }\n`).join('')}`;

const places = [
  { name: 'sentinel watch', open: () => PingPlace.onThisBox(RULES) },
  { name: 'the function on AWS', open: () => PingPlace.onAws(RULES) },
];

describe.each(places)('$name', ({ open }) => {
  let place: PingPlace;
  let folder: string;
  let all: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sentinel-e2e-'));
    place = await open();
    // Before the first ping: keys that have been read are gone by for a while, a minute on AWS.
    all = await place.addressForAll();
  }, 450_000);
  afterAll(async () => {
    await place?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(LINES)('takes what curl sends: $job', async ({ job, line, prints, want }) => {
    // A shell of no strictness, as scripts are: one that fails goes on to say so.
    expect(await shell(`set +e\n${line}`, { env: { URL: await place.addressOf(job) } })).toBe(prints);
    const heartbeats = await place.heartbeats(job);
    expect(heartbeats).toHaveLength(want.length);
    expect(heartbeats).toMatchObject(want);
  });

  test('takes a key for all jobs with the name of one, and proposes a job that it does not know', async () => {
    expect(await shell('curl -fsS "$ALL/named/start" "$ALL/named" "$ALL/newcomer"', { env: { ALL: all } })).toBe(
      'OKOKcreated as a proposal, not judged yet',
    );
    expect(await place.heartbeats('named')).toMatchObject([{ signal: 'start' }, { signal: 'success' }]);
    expect((await place.sentinel('status', '--proposals')).stdout).toContain('newcomer');
  });

  test.each([
    ['a key of nobody’s', '07c2f548-9850-4b27-af5d-6c9dc157ec02', '404 not found'],
    ['an exit status that is none', 'OWN/256', '400 '],
    ['a run id that is none', 'OWN?rid=1', '400 '],
  ])('refuses %s', async (_, path, says) => {
    const own = await place.addressOf('success');
    const url = path.startsWith('OWN') ? path.replace('OWN', own) : own.replace(/[^/]+$/, path);
    const before = await place.heartbeats('success');
    expect(
      await shell(`curl -s -w ' %{http_code}' "$URL" | sed 's/\\(.*\\) \\(...\\)$/\\2 \\1/'`, { env: { URL: url } }),
    ).toContain(says);
    expect(await place.heartbeats('success')).toEqual(before);
  });

  test('judges what ran under runitor: the failure, and then the success', async () => {
    const url = await place.addressOf('runitor');
    expect(new Set(await underRunitor(url, 'echo no room; exit 28'))).not.toContain(404);
    await place.check();
    expect(await place.stateOf('runitor')).toBe('alert');
    await underRunitor(url, 'echo copied');
    await place.check();
    expect(await place.stateOf('runitor')).toBe('green');
    expect(await place.heartbeats('runitor')).toMatchObject([
      { signal: 'start', body: null },
      { signal: 'fail', exitStatus: 28, body: expect.stringMatching(/^no room\n/) },
      { signal: 'start', body: null },
      { signal: 'success', exitStatus: 0, body: 'copied\n' },
    ]);
  });

  test('takes what borgmatic says of a backup that it made, and of one that it could not make', async () => {
    await writeFile(join(folder, 'photo'), 'a photo');
    const config = (source: string, url: string) => `location:
    source_directories: [${source}]
    repositories: [${folder}/repository]
storage: { borg_base_directory: ${folder}/borg }
hooks:
    healthchecks:
        ping_url: ${url}
`;
    const url = await place.addressOf('borgmatic');
    await writeFile(join(folder, 'good.yaml'), config(`${folder}/photo`, url));
    const env = { BORG_PASSPHRASE: '', HOME: folder };
    await shell('borg init --encryption=none repository', {
      cwd: folder,
      env: { ...env, BORG_BASE_DIR: `${folder}/borg` },
    });
    await shell('borgmatic --monitoring-verbosity 1 --config good.yaml create', { cwd: folder, env });
    await writeFile(join(folder, 'bad.yaml'), config(`${folder}/photo`, url).replace('/repository]', '/nowhere]'));
    await expect(
      shell('borgmatic --monitoring-verbosity 1 --config bad.yaml create', { cwd: folder, env }),
    ).rejects.toThrow();
    expect(await place.heartbeats('borgmatic')).toMatchObject([
      { signal: 'start' },
      { signal: 'success', body: expect.stringMatching(/good\.yaml.*repository/s) },
      { signal: 'start' },
      { signal: 'fail', body: expect.stringContaining('nowhere') },
    ]);
  });
});
