import { isJsonObject, objectsIn, parseJson } from '../../core/evidence/reports/report-json.ts';
import { readTime } from '../../core/evidence/reports/report-time.ts';
import { checkSize } from '../preflight/check-size.ts';
import { ProofEnd } from '../proof-end.ts';
import type { Restored, Restoring } from '../restoring.ts';
import type { SandboxedOptions } from '../sandbox/sandbox.ts';
import { repositoryOf } from './repository.ts';
import { countFiles, filesIn } from './restored-files.ts';

export const RESTIC_TOOLS = [['restic']] as const;

const VARIABLES = /^(RESTIC_|AWS_|B2_|AZURE_|GOOGLE_|ST_|OS_|HTTPS?_PROXY$|NO_PROXY$)/i;

/** The repository is read where it is, without a lock; its snapshot is restored. */
export async function restoreRestic(r: Restoring): Promise<Restored> {
  const { settings } = r.current;
  const repository = await repositoryOf(r.current);
  const options = toolOptions(r, repository);
  const restic = (...words: readonly string[]) =>
    [
      r.tool('restic'),
      '--repo',
      repository,
      '--no-lock',
      '--cache-dir',
      r.sandbox.at('tmp', 'cache'),
      ...words,
    ] as const;
  const listed = await r.run(
    restic('snapshots', '--json', ...(settings.snapshot === null ? ['--latest', '1'] : [settings.snapshot])),
    options,
  );
  if (listed.error !== null)
    throw new ProofEnd(
      isUnreachable(listed.stderr) ? 'unreachable' : 'refuted',
      `restic: ${listed.error}`,
      listed.stderr,
    );
  const newest = objectsIn(parseJson(listed.stdout)).toSorted((a, b) =>
    String(b.time).localeCompare(String(a.time)),
  )[0];
  const id = typeof newest?.short_id === 'string' ? newest.short_id : null;
  const ts = readTime(newest?.time, 'UTC');
  if (id === null || ts === null) throw new ProofEnd('unreachable', `there is no snapshot in ${repository}`);
  const stats = parseJson((await r.run(restic('stats', '--json', '--mode', 'restore-size', id), options)).stdout);
  const sizeBytes = isJsonObject(stats) && typeof stats.total_size === 'number' ? stats.total_size : 0;
  const files = isJsonObject(stats) && typeof stats.total_file_count === 'number' ? stats.total_file_count : 0;
  r.current.copy = { location: `${repository}#${id}`, ts, sizeBytes, files, etag: null };

  const percent = settings.readSubsetPercent;
  if (percent !== null) {
    const run = await r.current.timed('restore', () =>
      r.run(restic('check', `--read-data-subset=${percent}%`), options),
    );
    if (run.error !== null) throw r.refuted(`restic check: ${firstError(run.stderr) ?? run.error}`, run.stderr);
    return { query: null, files: null, env: {}, ownQuestions: async () => [] };
  }
  await checkSize(r.current, sizeBytes);
  const run = await r.current.timed('restore', () =>
    r.run(restic('restore', id, '--target', r.sandbox.at('restored')), options),
  );
  if (run.error !== null) throw r.refuted(`restic restore: ${firstError(run.stderr) ?? run.error}`, run.stderr);
  return {
    query: null,
    files: filesIn(r.scratch.at('restored')),
    env: {},
    ownQuestions: async () => {
      const found = await countFiles(r.scratch.at('restored'));
      const wanted = sizeBytes.toLocaleString('en-US');
      const holds = found.bytes === sizeBytes;
      return [{ asked: 'bytes of the snapshot', wanted, found: found.bytes.toLocaleString('en-US'), holds }];
    },
  };
}

/** The tool itself is trusted with what the repository needs; what it restores never sees it. */
function toolOptions({ current }: Restoring, repository: string): Partial<SandboxedOptions> {
  const env: Record<string, string> = {};
  for (const [name, value = ''] of Object.entries(current.ports.env)) if (VARIABLES.test(name)) env[name] = value;
  const isLocal = repository.startsWith('/');
  const readable = [...(isLocal ? [repository] : []), ...filesNamedIn(env)];
  return { env, readable, readsAll: true, hasNetwork: !isLocal };
}

/** The files of passwords and credentials that variables name. */
function filesNamedIn(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env)
    .filter(([name, value]) => /_FILE$|_CREDENTIALS$/.test(name) && value.startsWith('/'))
    .map(([, value]) => value);
}

function isUnreachable(stderr: string): boolean {
  return /repository does not exist|no such file or directory|unable to open|wrong password|dial tcp|connection refused/i.test(
    stderr,
  );
}

function firstError(stderr: string): string | null {
  const lines = stderr.split('\n').filter((text) => !/retrying/.test(text));
  const isPlain = (text: string): boolean => /ignoring error for|^Fatal/.test(text);
  const line = lines.find(isPlain) ?? lines.find((text) => /error|failed|invalid|does not exist/i.test(text));
  return line?.trim().slice(0, 300) ?? null;
}
