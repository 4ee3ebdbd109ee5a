import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProofSetting } from './proof-setting.ts';

let setting: ProofSetting;
const SLEEP = ['--recipe', 'command'];

beforeAll(async () => {
  setting = await ProofSetting.make();
  // Sparse: fetching it takes a while, and its place no room.
  await setting.sh('echo fine > copies/small; truncate -s 3G copies/large; echo rows > copies/rows');
});
afterAll(() => setting.remove());

const copy = (name: string) => ['--copy-from', setting.at('copies', name), '--scratch-factor', '1'];
const restoring = () => [
  ...SLEEP,
  ...copy('small'),
  '--',
  'sh',
  '-c',
  'touch "$SENTINEL_SCRATCH/a"; (setsid sleep 600 &) ; sleep 600',
];
const asking = () => [...SLEEP, ...copy('small'), '--expect-command', 'sleep 600', '--', 'true'];
const fetching = () => [...SLEEP, ...copy('large'), '--', 'true'];

describe('kill -9 leaves nothing, in', () => {
  const phases = [
    { phase: 'preflight', words: restoring, after: 'lock: ' },
    { phase: 'fetch', words: fetching, after: 'preflight: ' },
    { phase: 'restore', words: restoring, after: 'fetch: ' },
    { phase: 'ask', words: asking, after: 'restore: ' },
  ];
  test.each(phases)('$phase', async ({ phase, words, after }) => {
    const child = await setting.startUntil(`killed-${phase}`, words(), after);
    child.kill('SIGKILL');
    expect(await setting.leftoversInTime()).toEqual([]);
  });

  test('the guard as well: the next proof removes what they left', async () => {
    const child = await setting.startUntil('killed-both', restoring(), 'fetch: ');
    await setting.sh(`pkill -KILL -P ${child.pid} || true; kill -KILL ${child.pid}`);
    expect(await setting.sh('ls scratch')).toMatch(/^sentinel-prove-/);
    const next = await setting.prove('next', [...SLEEP, ...copy('small'), '--', 'true']);
    expect(next.stderr).toMatch(/removed .*sentinel-prove-\w+, which a proof that was killed had left/);
    expect(await setting.leftoversInTime()).toEqual([]);
  });
});

describe('a proof that is ended', () => {
  test('by SIGTERM says so and leaves nothing', async () => {
    const child = await setting.startUntil('stopped', restoring(), 'fetch: ');
    const status = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    expect(await status).toBe(143);
    expect(await setting.leftovers()).toEqual([]);
    expect(await setting.sh('cat stopped.json')).toMatch(/SIGTERM stopped the proof during restore/);
  });

  test('by its timeout says so and leaves nothing', async () => {
    const [recipe, ...rest] = restoring();
    const proved = await setting.prove('late', ['--timeout', '2s', recipe as string, ...rest]);
    expect(proved.report).toMatchObject({ verdict: 'inconclusive', ending: 'timed-out' });
    expect(proved.report.error).toMatch(/timed out during restore; find out what it waits for/);
    expect(proved.status).toBe(124);
    expect(await setting.leftovers()).toEqual([]);
  });
});

test('of two proofs of a job at once, the second is not started', async () => {
  const child = await setting.startUntil('twice', restoring(), 'fetch: ');
  const second = await setting.prove('twice', [...SLEEP, ...copy('small'), '--', 'true']);
  expect(second.status).toBe(75);
  expect(second.stderr).toMatch(/another run of this job \(process \d+\) has been running since/);
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await ended;
  expect(await setting.leftovers()).toEqual([]);
});

describe('a copy that is not to be had', () => {
  test('because it vanishes while it is fetched', async () => {
    const child = await setting.startUntil('vanishing', fetching(), 'preflight: ');
    const ended = new Promise((done) => child.once('exit', done));
    await setting.sh('rm copies/large');
    expect(await ended).toBe(69);
    expect(await setting.sh('cat vanishing.json; truncate -s 3G copies/large')).toMatch(
      /copies\/large vanished while it was fetched/,
    );
  });

  test.each([
    { name: 'none', place: 'copies/*.dump', says: /there is no copy at .*copies\/\*\.dump/ },
    { name: 'absent', place: 'nowhere/*.dump', says: /cannot list .*nowhere/ },
  ])('because there is $name', async ({ name, place, says }) => {
    const proved = await setting.prove(name, [...SLEEP, '--copy-from', setting.at(place), '--', 'true']);
    expect(proved.report).toMatchObject({ ending: 'unreachable', error: expect.stringMatching(says) });
    expect(proved.status).toBe(69);
  });
});

test('a copy that is larger than --at-most is refused before it is fetched', async () => {
  const proved = await setting.prove('large', ['--at-most', '1GB', ...fetching()]);
  expect(proved.report.error).toMatch(/the copy has 3\.\d+ GB, more than --at-most 1 GB; nothing was fetched/);
  expect(proved.status).toBe(78);
});

test('scratch that is full in the middle says nothing of the copy', async () => {
  const root = process.getuid?.() === 0 ? '' : 'sudo -n ';
  await setting.sh(`mkdir small; ${root}mount -t tmpfs -o size=8m,mode=777 tmpfs small`);
  try {
    const words = [...SLEEP, ...copy('small'), '--scratch', setting.at('small')];
    const fill = ['--', 'sh', '-c', 'head -c 20000000 /dev/zero > "$SENTINEL_SCRATCH/all"'];
    const proved = await setting.prove('full', [...words, ...fill]);
    expect(proved.report).toMatchObject({ verdict: 'inconclusive', ending: 'host-failed' });
    expect(proved.report.error).toMatch(/small is full; free space there, name another folder with --scratch/);
    expect(proved.status).toBe(71);
    expect(await setting.sh('ls small')).toBe('');
  } finally {
    await setting.sh(`${root}umount small`);
  }
});

test('the source may be read-only, and nothing of it changes', async () => {
  const root = process.getuid?.() === 0 ? '' : 'sudo -n ';
  const sums = () => setting.sh('cd copies && stat -c "%n %s %Y %Z %a" small rows && sha256sum small rows');
  const before = await sums();
  await setting.sh(`${root}mount --bind copies copies && ${root}mount -o remount,bind,ro copies`);
  try {
    const proved = await setting.prove('read-only', [
      ...SLEEP,
      ...copy('rows'),
      '--expect-command',
      'true',
      '--',
      'cat',
    ]);
    expect(proved.report).toMatchObject({ verdict: 'proven' });
  } finally {
    await setting.sh(`${root}umount copies`);
  }
  expect(await sums()).toBe(before);
});

describe('where a host allows no sandbox', () => {
  const root = process.getuid?.() === 0 ? '' : 'sudo -n ';
  const without = (name: string, words: readonly string[]) => {
    const line = [process.execPath, ...setting.words(name, words)].map((word) => `'${word}'`).join(' ');
    return setting.sh(`${root}setpriv --bounding-set=-sys_admin --inh-caps=-all -- ${line} 2>&1; echo "status $?"`);
  };

  test('a proof is not started', async () => {
    const said = await without('no-sandbox', [...SLEEP, ...copy('small'), '--', 'true']).catch(
      (error: Error) => error.message,
    );
    expect(said).toMatch(
      /what is in the copy cannot be isolated on this host \(.*\); run this as root, .* or add --trust-copy/,
    );
  });

  test('it is with --trust-copy, and the report says so', async () => {
    const said = await without('trusted', ['--trust-copy', ...SLEEP, ...copy('small'), '--', 'true']);
    expect(said).toMatch(/preflight: passed; .*not isolated, since --trust-copy was given/);
    expect(JSON.parse(await setting.sh('cat trusted.json'))).toMatchObject({ verdict: 'proven', isolation: 'trusted' });
    expect(await setting.leftovers()).toEqual([]);
  });
});

describe('with --rules', () => {
  test('the newest good copy is taken, and not one that is too small', async () => {
    await setting.sh(`mkdir -p nights; for day in 4 3 2; do head -c 5000 /dev/urandom > nights/n$day.dump; touch -d "$day days ago" nights/n$day.dump; done
      echo tiny > nights/n1.dump; touch -d '1 day ago' nights/n1.dump
      printf 'version: 1\\njobs:\\n  nightly:\\n    backup: ./nights/*.dump\\n    rule: every 24 hours, allow 26; at least 1 KB\\n' > rules.yaml`);
    const proved = await setting.prove('nightly', [...SLEEP, '--rules', setting.at('rules.yaml'), '--', 'true']);
    expect(proved.stderr).toContain('nights/n2.dump');
    expect(proved.report).toMatchObject({ verdict: 'proven', copy: { location: setting.at('nights/n2.dump') } });
  });
});
