// Makes the listings in test/simulated/tool-layouts/: runs real backup tools for some nights over a few files, and keeps
// what a listing of their place shows: names, sizes and times. `node scripts/tool-layouts.mjs [NAME...]`, on Debian with
// the tools installed; PostgreSQL is run as `postgres`, so it wants to be root. Nothing of the contents is kept.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const OUT = new URL('../test/simulated/tool-layouts/', import.meta.url).pathname;
const NIGHTS = 24;
const DAY_MS = 86_400_000;
/** The last night is that of Sunday, 29 November 2026; runs begin at 02:10. */
const LAST = Date.parse('2026-11-29T02:10:00Z');
const PG = readdirSync('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`)[0];

/** What a night of each tool runs, in bash: $P is its place, $DATA what it saves, $D the date, $T the time, $N the night. */
const TOOLS = {
  restic:
    'export RESTIC_PASSWORD=x; [ -e $P/config ] || restic init -q -r $P; restic backup -q -r $P --time "$D $T" $DATA; restic forget -q -r $P --keep-last 7 --prune',
  borg: 'export BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes; [ -e $P/config ] || borg init -e none $P; borg create --timestamp $D"T"$T $P::$D $DATA; borg prune --keep-daily 7 $P',
  'sqlite3 .backup': 'sqlite3 $DATA/app.db ".backup $P/app-$D.sqlite"',
  'sqlite3 .dump': 'sqlite3 $DATA/app.db .dump | gzip > $P/app_$(date -d "$D" +%Y%m%d)_0210.sql.gz',
  'tar, full and incremental':
    'if [ $(date -d "$D" +%u) = 7 ]; then rm -f $W/snar; K=full; else K=inc; fi; tar -czf $P/data-$K-$D.tar.gz --listed-incremental=$W/snar -C $DATA .',
  'rsync --link-dest':
    'mkdir -p $P/$D; rsync -a $( [ -e $W/last ] && echo --link-dest=$(cat $W/last) ) $DATA/ $P/$D/; echo $P/$D > $W/last',
  rsnapshot:
    '[ -e $W/rs.conf ] || printf "config_version\\t1.2\\nsnapshot_root\\t$P/\\nno_create_root\\t1\\ncmd_rsync\\t/usr/bin/rsync\\ncmd_cp\\t/bin/cp\\nretain\\tdaily\\t7\\nbackup\\t$DATA/\\tlocalhost/\\n" > $W/rs.conf; rsnapshot -c $W/rs.conf daily',
  duplicity:
    'export PASSPHRASE=x; duplicity $( [ $(date -d "$D" +%u) = 7 ] && echo full || echo incr ) --current-time $(date -u -d "$D $T" +%s) --archive-dir $W/cache --allow-source-mismatch $DATA file://$P || duplicity full --current-time $(date -u -d "$D $T" +%s) --archive-dir $W/cache $DATA file://$P',
  'rdiff-backup': 'rdiff-backup --current-time $(date -u -d "$D $T" +%s) $DATA $P/mirror',
  logrotate:
    'sqlite3 $DATA/app.db .dump > $P/app.sql; printf "$P/app.sql {\\nrotate 14\\ncompress\\ndelaycompress\\nmissingok\\nsu root root\\n}\\n" > $W/lr.conf; logrotate -f -s $W/lr.state $W/lr.conf; sqlite3 $DATA/app.db .dump > $P/app.sql',
  dar: 'dar -Q -q -c $P/data_$D -R $DATA -s 200k -z > /dev/null',
  pg_dump: `for d in shop crm hr; do ${PG}/pg_dump -h $PGSOCKET -U postgres -Fc $d > $P/$d-$D.dump; done; ${PG}/pg_dumpall -h $PGSOCKET -U postgres --globals-only > $P/globals-$D.sql`,
  pg_basebackup: `[ $(($N % 3)) != 0 ] || ${PG}/pg_basebackup -h $PGSOCKET -U postgres -D $P/$D -Ft -z -c fast`,
};

const wanted = process.argv.slice(2);
const started = Date.now();
const root = mkdtempSync(join(tmpdir(), 'layouts-'));
const bash = (commands, env = {}) =>
  execFileSync('bash', ['-ec', commands], {
    env: { ...process.env, TZ: 'UTC', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
execFileSync('chmod', ['755', root]);
const socket = startPostgres();
try {
  for (const [tool, night] of Object.entries(TOOLS)) {
    if (wanted.length > 0 && !wanted.includes(tool)) continue;
    try {
      writeFileSync(`${OUT}${tool.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}.json`, listingOf(tool, night));
    } catch (error) {
      process.stderr.write(`${tool}: ${String(error.stderr ?? error).slice(0, 400)}\n`);
    }
  }
} finally {
  bash(`su postgres -c "${PG}/pg_ctl -D ${root}/pg -m immediate stop"`);
  rmSync(root, { recursive: true, force: true });
}

function listingOf(tool, night) {
  const folder = mkdtempSync(join(root, 'tool-'));
  const [place, data, work] = ['place', 'data', 'work'].map((name) => join(folder, name));
  for (const made of [place, data, work]) mkdirSync(made);
  for (let n = NIGHTS - 1; n >= 0; n -= 1) {
    const at = LAST - n * DAY_MS;
    const [D, T] = [new Date(at).toISOString().slice(0, 10), new Date(at).toISOString().slice(11, 19)];
    change(data, n, at);
    bash(night, { P: place, DATA: data, W: work, D, T, N: String(n), PGSOCKET: socket });
    // What was written just now was written that night; what keeps the time of its original has it.
    for (const path of filesIn(place))
      if (statSync(path).mtimeMs >= started) setTime(path, at + 40_000 + (n % 7) * 50_000);
  }
  const files = filesIn(place).map((path) => {
    const { size, mtimeMs } = statSync(path);
    return [relative(place, path), size, Math.round(mtimeMs / 1000)];
  });
  const lines = files.sort(([a], [b]) => (a < b ? -1 : 1)).map((file) => `    ${JSON.stringify(file)}`);
  return `{\n  "tool": ${JSON.stringify(tool)},\n  "files": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

/** A database that grows, and files of which one is new each day. */
function change(data, n, at) {
  const rows = `create table if not exists t (a int, b text); with recursive c(x) as (values (1) union all select x + 1 from c where x < 60) insert into t select x, hex(randomblob(60)) from c;`;
  execFileSync('sqlite3', [join(data, 'app.db'), rows]);
  writeFileSync(join(data, `note-${n}.txt`), `${n} `.repeat(400));
  writeFileSync(join(data, 'list.txt'), `${n}\n`.repeat(900));
  for (const path of filesIn(data)) if (statSync(path).mtimeMs >= started) setTime(path, at - 8 * 3_600_000);
}

function setTime(path, at) {
  utimesSync(path, at / 1000, at / 1000);
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function startPostgres() {
  const folder = join(root, 'pg');
  mkdirSync(folder);
  execFileSync('chown', ['postgres', folder]);
  bash(
    `su postgres -c "${PG}/initdb -D ${folder} -A trust" && su postgres -c "${PG}/pg_ctl -D ${folder} -l ${folder}/log -w -o '-k ${folder} -h \\"\\"' start"`,
  );
  for (const name of ['shop', 'crm', 'hr']) bash(`${PG}/createdb -h ${folder} -U postgres ${name}`);
  bash(`${PG}/pgbench -h ${folder} -U postgres -i -q shop`);
  return folder;
}
