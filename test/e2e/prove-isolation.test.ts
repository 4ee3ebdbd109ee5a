import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listeningOf, ProofSetting, type ProofUser } from './proof-setting.ts';

const IS_ROOT = process.getuid?.() === 0;
const USERS: readonly { readonly who: string; readonly user: ProofUser }[] = [
  { who: 'by the user of the tests', user: null },
  ...(IS_ROOT ? [{ who: 'by an ordinary user', user: { uid: 65534, gid: 65534 } }] : []),
];

/** What must hold where a copy is restored: each line ends the command with a status of its own where it does not. */
const APART = `
env | grep -q do-not-show-me && exit 11
cat /proc/[0-9]*/environ 2> /dev/null | grep -qa do-not-show-me && exit 12
for path in /root /home /var /run /srv /mnt /etc/shadow /etc/hostname "$OUTSIDE"; do test -e "$path" && exit 13; done
test "$(id -u)" = 0 && exit 14
grep -q 'CapEff:.0000000000000000' /proc/self/status || exit 15
for path in /left /usr/left /etc/left /old/left; do touch "$path" 2> /dev/null && exit 16; done
mount -t tmpfs tmpfs /tmp 2> /dev/null && exit 17
mknod "$SENTINEL_SCRATCH/null" c 1 3 2> /dev/null && exit 18
kill -0 -1 2> /dev/null && test "$(ls -d /proc/[0-9]* | wc -l)" -gt 9 && exit 19
exit 0`;

const DUMP = `create table public.orders (id int);
insert into public.orders select generate_series(1, 100);
CREATE TABLE public.seen (line text);
copy public.seen from program 'id -u; env; ls / /run /var /home 2>&1; touch /usr/left /left 2>&1; echo done' with (format csv, delimiter e'\\x01', quote e'\\x02');
`;

describe.each(USERS)('what is restored $who', ({ user }) => {
  let setting: ProofSetting;
  let listener: Server;
  let connections = 0;
  const copy = (recipe: string, name: string) => ['--recipe', recipe, '--copy-from', setting.at('copies', name)];
  const command = (...words: readonly string[]) => [...copy('command', 'rows'), '--', ...words];

  beforeAll(async () => {
    setting = await ProofSetting.make(user);
    listener = createServer((socket) => {
      connections += 1;
      socket.end();
    });
    await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
    await setting.sh(`cd copies; echo rows > rows; cat > dump.sql <<'SQL'\n${DUMP}SQL
      mkdir files; for i in $(seq 20); do echo $i > files/$i; done; tar -czf files.tgz files; rm -r files`);
  });
  afterAll(async () => {
    listener?.close();
    await setting?.remove();
  });

  test('reaches no network', async () => {
    const { port } = listener.address() as AddressInfo;
    const connect = ['bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port}`];
    const isolated = await setting.prove('connects', command(...connect));
    expect(isolated.report).toMatchObject({ verdict: 'refuted', isolation: 'isolated' });
    expect(connections).toBe(0);
    // Outside of the sandbox it would have been seen.
    await setting.sh(`exec 3<>/dev/tcp/127.0.0.1/${port}`);
    expect(connections).toBe(1);
  });

  test('sees no credential, no file and no process of the host, and writes nowhere else', async () => {
    const proved = await setting.prove('apart', command('bash', '-c', APART.replaceAll('$OUTSIDE', setting.folder)));
    expect(proved.report).toMatchObject({ verdict: 'proven', isolation: 'isolated', error: null });
  });

  test('is a database or an archive like any other', async () => {
    const proved = await setting.prove('archive', [...copy('tar', 'files.tgz'), '--expect-files', '20']);
    expect(proved.report).toMatchObject({ verdict: 'proven', isolation: 'isolated', error: null });
    const count = (where: string) => `SELECT count(*) FROM public.seen WHERE ${where}`;
    const asked = [
      ['SELECT count(*) FROM orders', '100'],
      [count("line = 'done'"), '1'],
      [count("line ~ 'do-not-show-me|^0$|^(home|root|run|srv|var)$'"), '0'],
    ].flatMap(([query = '', wanted = '']) => ['--expect', query, wanted]);
    const database = await setting.prove('database', [...copy('postgres', 'dump.sql'), ...asked]);
    expect(database.report).toMatchObject({ verdict: 'proven', isolation: 'isolated', error: null });
  });

  test('leaves nothing behind when it is killed', async () => {
    const words = command('sh', '-c', 'touch "$SENTINEL_SCRATCH/a"; (setsid sleep 600 &) ; sleep 600');
    const child = await setting.startUntil('killed', words, 'fetch: ');
    await expect.poll(() => setting.programs()).toContain('sleep');
    child.kill('SIGKILL');
    expect(await setting.leftoversInTime()).toEqual([]);
  });

  test('comes from copies that may be written to by no one, and that are as they were', async () => {
    const sums = () => setting.sh('cd copies && stat -c "%n %s %Y %Z %a" * && sha256sum *');
    await setting.sh('chmod 500 copies; chmod 400 copies/*');
    const before = await sums();
    const proved = await setting.prove('kept', [...copy('tar', 'files.tgz'), '--expect-files', '20']);
    expect(proved.report).toMatchObject({ verdict: 'proven' });
    expect(await sums()).toBe(before);
    await setting.sh('chmod 700 copies');
  });

  test('was there to be read: a copy of someone else is none to be had', async ({ skip }) => {
    if (user === null) skip('root reads everything, and any other user is the ordinary one');
    await setting.sh('chmod 000 copies/rows');
    const proved = await setting.prove('unreadable', command('true'));
    expect(proved.report).toMatchObject({
      ending: 'unreachable',
      error: expect.stringMatching(/rows.*permission denied/i),
    });
    expect(proved.status).toBe(69);
  });
});

test('an open port of a process would be seen', async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const shown = port.toString(16).toUpperCase().padStart(4, '0');
  expect(listeningOf(String(process.pid)).join('\n')).toContain(`tcp 0100007F:${shown}`);
  server.close();
});
