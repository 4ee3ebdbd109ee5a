import { access, constants, readFile, realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { literalPrefix, parseTemplate } from '../../core/evidence/place-template.ts';
import { formatMinute, MINUTE_MS } from '../../core/instant.ts';
import { sourceOf } from '../../core/model/scheme.ts';
import { DestinationUnusable } from '../../ports/destination.ts';
import { commandProblem } from '../../runner/preflight/find-command.ts';
import type { CurrentProof } from '../current-proof.ts';
import { ProofEnd } from '../proof-end.ts';
import type { RecipeEntry } from '../recipes/registry.ts';
import { Sandbox } from '../sandbox/sandbox.ts';
import { type RestoringUser, removeLeftovers, Scratch } from '../scratch/scratch.ts';
import { findTool, foldersBeside } from './find-tool.ts';

/** Credentials that expire sooner do not last for a fetch. */
const MIN_CREDENTIALS_MS = 15 * MINUTE_MS;

/** The path of a socket has room for 107 bytes, its own name among them. */
const MAX_PATH = 80;

/** What a proof begins with. */
export interface Prepared {
  readonly user: RestoringUser;
  readonly scratch: Scratch;
  readonly sandbox: Sandbox;
  readonly tools: ReadonlyMap<string, string>;
  /** What was looked at, in words. */
  readonly looked: readonly string[];
}

/**
 * Checks before anything is fetched whether this host can restore at all, and makes scratch and sandbox
 * (docs/design/prove.md#preflight). Throws ProofEnd with everything that is wrong.
 */
export async function prepare(current: CurrentProof, recipe: RecipeEntry | null): Promise<Prepared> {
  const { settings, ports } = current;
  const problems: string[] = [];
  const tools = new Map<string, string>();
  for (const names of recipe?.tools ?? []) {
    const found = await firstTool(names, settings.tools, ports.env);
    if (found !== null) tools.set(...found);
    else
      problems.push(
        `the recipe ${settings.recipe} needs ${names.join(' or ')}; install it, or name its folder with --tools`,
      );
  }
  for (const name of settings.needEnv) {
    if (!ports.env[name])
      problems.push(`the variable ${name} is not set; set it for this proof (systemd: EnvironmentFile=)`);
  }
  if (settings.command !== null) {
    const problem = await commandProblem(settings.command[0], ports.env);
    if (problem !== null) problems.push(problem);
  }
  const user = await userOf(settings.user, problems);
  problems.push(...(await scratchProblems(current)), ...(await credentialProblems(current)));
  if (problems.length > 0 || user === null) throw new ProofEnd('preflight', problems.join('; '));

  const leftovers = await removeLeftovers(settings.scratch, ports.say);
  const scratch = await Scratch.make(settings.scratch, user, current);
  current.scratch = scratch;
  const readable = [
    ...settings.readable,
    ...(await foldersBeside([...tools.values()])),
    ...(await ownCommand(current)),
  ];
  const sandbox = await openSandbox(current, scratch, user, readable);
  const isolation = current.isolation === 'isolated' ? 'isolated' : 'not isolated, since --trust-copy was given';
  return { user, scratch, sandbox, tools, looked: [`what is restored is ${isolation}`, ...leftovers] };
}

async function openSandbox(
  current: CurrentProof,
  scratch: Scratch,
  user: RestoringUser,
  readable: readonly string[],
): Promise<Sandbox> {
  const { settings, ports } = current;
  const isRoot = process.getuid?.() === 0;
  const setting = { user, isRoot, scratch, readable, stop: ports.stop };
  const isolated = new Sandbox({ ...setting, isolation: 'isolated' });
  let said = '';
  const end = await isolated.run(['/bin/sh', '-c', 'exit 0'], { seen: (_, lines) => (said = lines.toString().trim()) });
  if (end.exitCode === 0) {
    current.isolation = 'isolated';
    return isolated;
  }
  if (!settings.trustsCopy) {
    const reason =
      end.notStarted === null
        ? said.split('\n').at(-1) || `status ${end.exitCode}`
        : 'setpriv and unshare of util-linux are needed';
    throw new ProofEnd(
      'preflight',
      `what is in the copy cannot be isolated on this host (${reason}); run this as root, allow user namespaces, or add --trust-copy if you trust every row of it`,
    );
  }
  // A sandbox shows the data by a short path.
  if (scratch.data.length > MAX_PATH) {
    const message = `the path of ${settings.scratch} is too long for the socket of a server; name a shorter one with --scratch`;
    throw new ProofEnd('preflight', message);
  }
  current.isolation = 'trusted';
  if (isRoot) await scratch.openForUser();
  return new Sandbox({ ...setting, isolation: 'trusted' });
}

async function firstTool(
  names: readonly string[],
  folder: string | null,
  env: NodeJS.ProcessEnv,
): Promise<readonly [string, string] | null> {
  for (const name of names) {
    const path = await findTool(name, folder, env);
    if (path !== null) return [name, path];
  }
  return null;
}

/** The user that restores: this one, or where root runs this the one that is named. */
async function userOf(name: string, problems: string[]): Promise<RestoringUser | null> {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  if (uid !== 0) return { uid, gid };
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = users.split('\n').map((line) => line.split(':'));
  const found = fields.find((entry) => entry[0] === name || entry[2] === name);
  const user = { uid: Number(found?.[2]), gid: Number(found?.[3]) };
  if (found === undefined) problems.push(`there is no user ${name}; name another with --as`);
  else if (user.uid === 0) problems.push(`--as ${name} is root; name a user without rights`);
  else return user;
  return null;
}

async function scratchProblems({ settings: { scratch, from } }: CurrentProof): Promise<readonly string[]> {
  const usable = await access(scratch, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!usable)
    return [`the scratch folder ${scratch} is not there, or cannot be written to; name another with --scratch`];
  const [at, source] = await Promise.all([realpath(scratch), realpath(folderOf(from)).catch(() => null)]);
  const isInside = source !== null && source !== sep && (at === source || at.startsWith(`${source}${sep}`));
  return isInside
    ? [`the scratch folder ${scratch} lies inside the copies' own, ${source}; name another with --scratch`]
    : [];
}

/** The folder of the copies, as far as it has no placeholder in it. */
function folderOf(from: CurrentProof['settings']['from']): string {
  if (from.kind === 'repository') return from.repository;
  if (from.kind === 'rules' || !sourceOf(from.place.scheme).isLocal) return '';
  const prefix = literalPrefix(parseTemplate(from.place.template));
  return prefix.slice(0, prefix.lastIndexOf('/') + 1);
}

async function credentialProblems({ settings: { from }, ports }: CurrentProof): Promise<readonly string[]> {
  if (from.kind !== 'place' || sourceOf(from.place.scheme).isLocal) return [];
  try {
    const destination = await ports.destinationOf(from.place.scheme);
    const endAt = await destination.credentialsEndAt(from.place);
    if (endAt === null || endAt > ports.now() + MIN_CREDENTIALS_MS) return [];
    return [`the credentials end at ${formatMinute(endAt)}, which is too soon; renew them`];
  } catch (error) {
    if (error instanceof DestinationUnusable) return [`the place ${error.message}`];
    throw error;
  }
}

/** What a command of the job's own lies in, where the sandbox shows it by nothing else. */
async function ownCommand({ settings: { command } }: CurrentProof): Promise<readonly string[]> {
  const paths = (command ?? []).filter((word) => word.startsWith('/'));
  const there = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => [path],
        () => [],
      ),
    ),
  );
  return foldersOutside(there.flat());
}

function foldersOutside(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => !/^\/(usr|bin|sbin|lib|opt|nix|etc|dev|proc)\b/.test(path));
}
