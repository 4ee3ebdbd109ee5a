import { isJsonObject, objectsIn, parseJson } from '../../core/evidence/reports/report-json.ts';
import { readTime } from '../../core/evidence/reports/report-time.ts';
import { checkSize } from '../preflight/check-size.ts';
import { ProofEnd } from '../proof-end.ts';
import type { Restored, Restoring } from '../restoring.ts';
import type { SandboxedOptions } from '../sandbox/sandbox.ts';
import { repositoryOf } from './repository.ts';
import { countFiles, filesIn } from './restored-files.ts';

export const BORG_TOOLS = [['borg']] as const;

/** The repository is read where it is, without a lock; its archive is extracted. */
export async function restoreBorg(r: Restoring): Promise<Restored> {
  const { settings } = r.current;
  const repository = await repositoryOf(r.current);
  const options = toolOptions(r, repository);
  const borg = (verb: string, ...words: readonly string[]) =>
    [r.tool('borg'), '--bypass-lock', verb, ...words] as const;
  const one = settings.snapshot === null ? ['--last', '1'] : ['--glob-archives', settings.snapshot];
  const listed = await r.run(borg('list', '--json', ...one, repository), options);
  if (listed.error !== null) {
    throw new ProofEnd(
      isUnreachable(listed.stderr) ? 'unreachable' : 'refuted',
      `borg: ${lastLine(listed.stderr) || listed.error}`,
      listed.stderr,
    );
  }
  const json = parseJson(listed.stdout);
  const newest = objectsIn(isJsonObject(json) ? json.archives : null).at(-1);
  const name = typeof newest?.name === 'string' ? newest.name : null;
  // Borg 1 writes the times of the zone it runs in, and here that is UTC.
  const ts = readTime(newest?.time, 'UTC');
  if (name === null || ts === null) throw new ProofEnd('unreachable', `there is no archive in ${repository}`);
  const archive = `${repository}::${name}`;
  const about = parseJson((await r.run(borg('info', '--json', archive), options)).stdout);
  const stats = isJsonObject(about) ? objectsIn(about.archives)[0]?.stats : null;
  const sizeBytes = isJsonObject(stats) && typeof stats.original_size === 'number' ? stats.original_size : 0;
  const files = isJsonObject(stats) && typeof stats.nfiles === 'number' ? stats.nfiles : 0;
  r.current.copy = { location: archive, ts, sizeBytes, files, etag: null };
  await checkSize(r.current, sizeBytes);

  const extract = ['/bin/sh', '-c', 'cd "$1" && shift && exec "$@"', 'extract', r.sandbox.at('restored')] as const;
  const words = [...extract, ...borg('extract', '--noacls', '--noxattrs', '--noflags', archive)] as const;
  const run = await r.current.timed('restore', () => r.run(words, options));
  if (run.error !== null) throw r.refuted(`borg extract: ${errorOf(run.stderr) ?? run.error}`, run.stderr);
  return {
    query: null,
    files: filesIn(r.scratch.at('restored')),
    env: {},
    ownQuestions: async () => {
      const found = await countFiles(r.scratch.at('restored'));
      const wanted = files.toLocaleString('en-US');
      const count = found.files.toLocaleString('en-US');
      return [{ asked: 'files of the archive', wanted, found: count, holds: found.files === files }];
    },
  };
}

/** The tool itself is trusted with what the repository needs; what it extracts never sees it. */
function toolOptions({ current, sandbox }: Restoring, repository: string): Partial<SandboxedOptions> {
  const env: Record<string, string> = {};
  for (const [name, value = ''] of Object.entries(current.ports.env)) if (name.startsWith('BORG_')) env[name] = value;
  const isLocal = repository.startsWith('/');
  const keys = [env.BORG_KEY_FILE, env.BORG_KEYS_DIR].filter((path) => path?.startsWith('/')) as string[];
  return {
    env: {
      ...env,
      BORG_BASE_DIR: sandbox.at('tmp'),
      BORG_RELOCATED_REPO_ACCESS_IS_OK: 'yes',
      BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: 'yes',
    },
    readable: [...(isLocal ? [repository] : []), ...keys],
    readsAll: true,
    hasNetwork: !isLocal,
  };
}

function isUnreachable(stderr: string): boolean {
  return /does not exist|not a valid repository|passphrase|connection closed|permission denied/i.test(stderr);
}

function errorOf(stderr: string): string | null {
  const lines = stderr.split('\n').filter((line) => /error|missing|warning|failed/i.test(line));
  return lines.at(-1)?.trim().slice(0, 300) ?? null;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
