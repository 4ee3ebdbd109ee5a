import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProofSetting } from './proof-setting.ts';

let setting: ProofSetting;
const SECRETS = { RESTIC_PASSWORD: 'open sesame', BORG_PASSPHRASE: 'open sesame' };
const ASK = ['--expect-files', '>= 20'];
const from = (recipe: string, name: string) => ['--recipe', recipe, '--copy-from', setting.at(name)];

beforeAll(async () => {
  setting = await ProofSetting.make();
  await setting.sh(
    `mkdir data; for i in $(seq 20); do head -c 300000 /dev/urandom > data/f$i; done; ln -s /etc/localtime data/zone; cd copies
    tar -czf whole.tgz -C .. data; (cd ../data && zip -q ../copies/whole.zip f1 f2); zip -q up.zip ../data/f1; (cd ../data && 7zz a -bso0 -bsp0 ../copies/whole.7z f1 f2 || 7z a -bso0 -bsp0 ../copies/whole.7z f1 f2)
    head -c 3000000 whole.tgz > cut.tgz; head -c 400000 whole.zip > cut.zip
    python3 - <<'PY'
import io, tarfile
def member(name, kind=tarfile.REGTYPE, target=''):
    info = tarfile.TarInfo(name); info.type = kind; info.linkname = target
    data = b'outside' if kind == tarfile.REGTYPE else b''
    info.size = len(data)
    return info, io.BytesIO(data)
def archive(path, *members):
    with tarfile.open(path, 'w') as tar:
        for info, data in members: tar.addfile(info, data)
archive('up.tar', member('data/f1'), member('../../left'))
archive('absolute.tar', member('/left-by-tar'))
archive('linked.tar', member('door', tarfile.SYMTYPE, '/'), member('door/left-by-link'))
archive('hard.tar', member('hard', tarfile.LNKTYPE, '/etc/passwd'))
device = member('null', tarfile.CHRTYPE); device[0].devmajor, device[0].devminor = 1, 3
archive('device.tar', device)
# Its header promises more bytes than follow.
info, _ = member('data/f1'); info.size = 500000
open('lying.tar', 'wb').write(info.tobuf() + b'x' * 200000)
PY
    sqlite3 whole.db "create table orders (at text); insert into orders values ('2026-11-29T01:00:00Z')"
    sqlite3 wal.db "pragma journal_mode = wal; create table orders (at text)" > /dev/null
    sqlite3 wal.db "pragma wal_autocheckpoint = 0; insert into orders select value from generate_series(1, 100)" ".shell cp wal.db nowal.db; cp wal.db both.db; cp wal.db-wal both.db-wal" > /dev/null
    head -c 4096 whole.db > cut.db`,
  );
  await setting.sh(
    `restic init -q -r restic && restic backup -q -r restic data
    borg init -e repokey borg 2> /dev/null && borg create borg::one data && cp -a borg damaged
    printf XXXXXXXX | dd of="$(find damaged/data -type f -printf '%s %p\\n' | sort -n | tail -1 | cut -d' ' -f2)" bs=1 seek=3000000 conv=notrunc status=none
    chmod 700 restic borg damaged`,
    SECRETS,
  );
});
afterAll(() => setting.remove());

describe('a good copy is proven', () => {
  const hidden = ['--expect-command', 'test -z "$RESTIC_PASSWORD$BORG_PASSPHRASE$SECRET_TOKEN"'];
  const good = [
    { name: 'tar', words: () => [...from('tar', 'copies/whole.tgz'), ...ASK, '--expect-file', 'data/f1', '300 KB'] },
    { name: 'zip', words: () => [...from('zip', 'copies/whole.zip'), '--expect-files', '2'] },
    { name: '7z', words: () => [...from('7z', 'copies/whole.7z'), '--expect-files', '2'] },
    { name: 'restic', words: () => [...from('restic', 'restic'), ...ASK, ...hidden] },
    { name: 'restic-subset', words: () => [...from('restic', 'restic'), '--read-subset', '50%'] },
    { name: 'borg', words: () => [...from('borg', 'borg'), ...ASK, ...hidden] },
    { name: 'files', words: () => [...from('files', 'data/'), ...ASK, '--expect-file', 'f2'] },
    {
      name: 'sqlite',
      words: () => [...from('sqlite', 'copies/whole.db'), '--fresh', 'select max(at) from orders', '900d'],
    },
    {
      name: 'sqlite-wal',
      words: () => [...from('sqlite', 'copies/both.db'), '--expect', 'select count(*) from orders', '100'],
    },
  ];
  test.each(good)('$name', async ({ name, words }) => {
    const proved = await setting.prove(name, words(), SECRETS);
    expect(proved.report).toMatchObject({ verdict: 'proven', isolation: 'isolated', error: null });
    expect(proved.status).toBe(0);
    expect(`${proved.stderr}${JSON.stringify(proved.report)}`).not.toContain('open sesame');
  });
});

describe('a bad copy is refuted', () => {
  const rows = ['--expect', 'select count(*) from orders', '>= 100'];
  const bad = [
    {
      name: 'cut-tar',
      words: () => from('tar', 'copies/cut.tgz'),
      says: /cut\.tgz cannot be read to its end: .*(end of|Unexpected EOF|not recoverable)/,
    },
    { name: 'lying-tar', words: () => from('tar', 'copies/lying.tar'), says: /lying\.tar cannot be read to its end: / },
    { name: 'cut-zip', words: () => from('zip', 'copies/cut.zip'), says: /cut\.zip cannot be read to its end: / },
    {
      name: 'up-zip',
      words: () => from('zip', 'copies/up.zip'),
      says: /refused: \.\.\/data\/f1 \(a path that leads out\)/,
    },
    {
      name: 'up',
      words: () => from('tar', 'copies/up.tar'),
      says: /refused: \.\.\/\.\.\/left \(a path that leads out\); if it is meant to/,
    },
    {
      name: 'absolute',
      words: () => from('tar', 'copies/absolute.tar'),
      says: /refused: \/left-by-tar \(an absolute path\)/,
    },
    {
      name: 'hard',
      words: () => from('tar', 'copies/hard.tar'),
      says: /refused: hard \(a hard link to \/etc\/passwd\)/,
    },
    { name: 'device', words: () => from('tar', 'copies/device.tar'), says: /refused: null \(a device or the like\)/ },
    { name: 'segment', words: () => from('borg', 'damaged'), says: /borg extract: .*(integrity|checksum|CRC)/i },
    {
      name: 'no-wal',
      words: () => [...from('sqlite', 'copies/nowal.db'), ...rows],
      says: /from orders: 0, expected >= 100; it is written with a write-ahead log and no -wal lies beside it/,
    },
    {
      name: 'cut-db',
      words: () => from('sqlite', 'copies/cut.db'),
      says: /PRAGMA integrity_check: .*(malformed|not ok|disk image)/,
    },
    {
      name: 'few',
      words: () => [...from('files', 'data/'), '--expect-files', '>= 1000'],
      says: /files: 2\d, expected >= 1000/,
    },
  ];
  test.each(bad)('$name', async ({ name, words, says }) => {
    const proved = await setting.prove(name, words(), SECRETS);
    expect(proved.report).toMatchObject({ verdict: 'refuted', error: expect.stringMatching(says) });
    expect(proved.status).toBe(65);
  });
});

test('what an archive would put elsewhere is nowhere, and a link that leads out is not made', async () => {
  const linked = await setting.prove('linked', from('tar', 'copies/linked.tar'));
  expect(linked.report.error).toMatch(
    /files that its index names: 0; 1 symbolic link that leads out left out, expected 1/,
  );
  const left = await setting.prove('left-out', [
    ...from('tar', 'copies/up.tar'),
    '--leave-out-unsafe',
    '--expect-files',
    '1',
  ]);
  expect(left.report).toMatchObject({ verdict: 'proven' });
  expect(await setting.sh('ls /left-by-tar /left-by-link left scratch/left 2>&1 || true')).toMatch(
    /^(.*No such file.*\n){4}$/,
  );
});

test('nothing of any proof is left', async () => {
  expect(await setting.leftovers()).toEqual([]);
});
