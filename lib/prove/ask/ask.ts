import type { Assertion } from '../../core/model/proof.ts';
import { formatBytes } from '../../core/quantity.ts';
import { shellCommand } from '../../runner/attempt/captured-command.ts';
import { ProofEnd } from '../proof-end.ts';
import type { Restored, Restoring } from '../restoring.ts';
import { freshness } from './freshness.ts';
import { isAsWanted } from './wanted.ts';

/** What an assertion found is cut to this: it is a count, an age or one value. */
const MAX_FOUND = 200;

/** Asks everything, so that a person sees all that is wrong. Throws ProofEnd where a question cannot be asked. */
export async function ask(r: Restoring, restored: Restored): Promise<readonly Assertion[]> {
  const { asked } = r.current.settings;
  const assertions: Assertion[] = [];
  const add = (question: string, wanted: string, found: string, holds: boolean): void => {
    assertions.push({ asked: question, wanted, found: found.replace(/\s+/g, ' ').trim().slice(0, MAX_FOUND), holds });
  };
  assertions.push(...(await restored.ownQuestions()));
  for (const { query, wanted } of asked.queries) {
    const answer = await answerTo(restored, query);
    if (answer.kind === 'value') add(query, wanted.text, answer.value, isAsWanted(wanted, answer.value));
    else add(query, wanted.text, answer.kind === 'null' ? 'NULL' : answer.message, false);
  }
  for (const { query, text, withinMs } of asked.fresh) {
    const answer = await answerTo(restored, query);
    const { found, holds } = freshness(answer, r.current.copy?.ts ?? 0, withinMs, asked.freshZone);
    add(query, `at most ${text} before the copy`, found, holds);
  }
  for (const { path, size } of asked.files) {
    const bytes = (await restored.files?.sizeOf(path)) ?? null;
    const found = bytes === null ? 'no such file' : formatBytes(bytes);
    add(
      `the file ${path}`,
      size?.text ?? 'is there',
      found,
      bytes !== null && (size === null || isAsWanted(size, String(bytes))),
    );
  }
  if (asked.fileCount !== null) {
    const count = (await restored.files?.count()) ?? 0;
    add('files', asked.fileCount.text, String(count), isAsWanted(asked.fileCount, String(count)));
  }
  for (const command of asked.commands) {
    const run = await r.run(shellCommand(command), {
      env: { SENTINEL_SCRATCH: r.sandbox.at('restored'), ...restored.env },
    });
    add(command, 'exits with status 0', run.error ?? 'status 0', run.error === null);
  }
  return assertions;
}

async function answerTo({ query }: Restored, sql: string) {
  if (query === null) throw new ProofEnd('preflight', 'there is no database to ask');
  return query(sql);
}
