import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { CheckerContext } from '../../lambdas/checker/context.ts';
import { DispatchContext } from '../../lambdas/dispatch/context.ts';
import { pingContext } from '../../lambdas/ping/context.ts';
import { RulesGate } from '../../lambdas/rules-gate/rules-gate.ts';
import { DailySummary } from '../../lambdas/summary/summary.ts';
import { webContext } from '../../lambdas/web/context.ts';
import { openS3Rules } from '../../lib/adapters/s3/open-rules.ts';
import { loadRules } from '../../lib/app/rules/load-rules.ts';
import { jobIds, useAwsSetting } from '../faults/aws-setting.ts';

const REASON = 'set largeDocument: true in sentinel.config.yaml and deploy, or split the document';

describe('a document over the limit is left alone, and the last accepted one is used, by', () => {
  const setting = useAwsSetting();
  const now = () => setting.current.now;

  /** The ids of the jobs that a function goes by. */
  const functions: [name: string, jobsOf: (env: NodeJS.ProcessEnv) => Promise<string[] | undefined>][] = [
    ['checker', async (env) => idsOf((await loadRules(new CheckerContext(env).rules, now())).document)],
    ['dispatch', async (env) => idsOf((await loadRules(new DispatchContext(env, now).rules, now())).document)],
    ['ping', async (env) => idsOf(await pingContext(env).ports.document(now()))],
    ['web', async (env) => idsOf((await webContext(env, now).ports.rules()).document)],
  ];

  async function uploadBoth(): Promise<NodeJS.ProcessEnv> {
    await setting.current.upload(['job-a']);
    await setting.current.upload(jobIds(4), { accept: false });
    return { ...process.env, MAX_JOBS: '3' };
  }

  it.each(functions)('%s', async (_, jobsOf) => {
    const env = await uploadBoth();
    expect(await jobsOf(env)).toEqual(['job-a']);
    expect(await jobsOf({ ...env, MAX_JOBS: '4' })).toEqual(jobIds(4));
    expect(await jobsOf({ ...env, MAX_JOBS: '' })).toEqual(jobIds(4));
  });

  it('the summary, which says what is wrong with it', async () => {
    await new DailySummary(await uploadBoth(), now).handle({});
    const { text } = await PostalMime.parse(setting.current.aws.mails[0]?.raw ?? '');
    expect(text?.replaceAll(/\s+/g, ' ')).toMatch(/^Of 1 backup .*the document has 4 jobs.*largeDocument: true/);
  });

  it('the rules-gate, which says so to the admin', async () => {
    await new RulesGate(await uploadBoth(), now).handle({ kind: 'review' });
    expect(setting.current.aws.notices.map(({ text }) => text)).toEqual([expect.stringContaining(REASON)]);
  });

  it('the command line, which goes by the limit of the last acceptance', async () => {
    const jobsOnCommandLine = async () => {
      return idsOf((await loadRules(await openS3Rules('rules-bucket', 'rules.yaml'), now())).document);
    };
    const gate = (limit: string) => new RulesGate({ ...process.env, MAX_JOBS: limit }, now);
    await setting.current.upload(['job-a'], { accept: false });
    await gate('3').handle({ kind: 'review' });
    await setting.current.upload(jobIds(4), { accept: false });
    expect(await jobsOnCommandLine()).toEqual(['job-a']);
    await gate('').handle({ kind: 'review' });
    expect(await jobsOnCommandLine()).toEqual(jobIds(4));
    // Another limit is noted although the document is the same.
    await gate('5').handle({ kind: 'review' });
    await setting.current.upload(jobIds(6), { accept: false });
    expect(await jobsOnCommandLine()).toEqual(jobIds(4));
  });
});

function idsOf(document: { readonly jobs: readonly { readonly id: string }[] } | null): string[] | undefined {
  return document?.jobs.map(({ id }) => id);
}
