import { expect, test } from 'vitest';
import { expandJobs } from '../../../lib/core/members/expand-jobs.ts';
import { type MemberList, newMemberList } from '../../../lib/core/members/member-list.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import { labelOf } from '../../../lib/core/model/job-label.ts';
import { proofJob, provenWith } from '../../../lib/core/proof/proof-job.ts';
import { readRulesDocument } from '../../../lib/rules-doc/read-rules-document.ts';

const RULE = 'every 24 hours; at least 1 MB; escalate after 36 hours; proven every 30 days; restore within 4 hours';

function jobsOf(yaml: string): readonly Job[] {
  const { document } = readRulesDocument(
    `version: 1\nsettings: { timezone: UTC, admin: sam }\npeople: { sam: { email: sam@acme.example } }\njobs:\n${yaml}`,
    { name: 'rules.yaml', folder: '/srv', now: 0 },
  );
  if (document === null) throw new Error('the document has problems');
  return document.jobs;
}

const ids = (jobs: readonly Job[]) => jobs.map(({ id }) => id);

test('a job whose rule asks for proofs is followed by them, and no other is', () => {
  const jobs = jobsOf(`  orders: { backup: ./o/, rule: "${RULE}" }\n  wiki: { backup: ./w/, rule: daily }`);
  expect(ids(expandJobs(jobs, []))).toEqual(['orders', 'orders#proof', 'wiki']);
});

test('without the clause the jobs are the very same', () => {
  const jobs = jobsOf('  wiki: { backup: ./w/, rule: daily }');
  expect(expandJobs(jobs, [])).toBe(jobs);
});

test('each node has proofs of its own', () => {
  const jobs = jobsOf(`  db: { name: Cassandra, backup: "./c/{node}/", nodes: [n1, n2], rule: "${RULE}" }`);
  const expanded = expandJobs(jobs, []);
  expect(ids(expanded)).toEqual(['db/n1', 'db/n1#proof', 'db/n2', 'db/n2#proof']);
  expect(expanded.map(labelOf)[3]).toBe('Cassandra, n2: restore');
});

test('the members of a job share theirs', () => {
  const jobs = jobsOf(`  dbs: { backup: "./d/{each}-{yyyy}.sql", rule: "${RULE}" }`);
  const known = { foundAt: 0, firstTs: 0, expectedAt: 1, isQuiet: true, gone: null };
  const list: MemberList = {
    ...{ ...newMemberList('dbs'), firstLookAt: 0, isWholeJudged: false },
    members: [
      { value: 'crm', ...known },
      { value: 'shop', ...known },
    ],
  };
  const expanded = expandJobs(jobs, [list]);
  expect(ids(expanded)).toEqual(['dbs/crm', 'dbs/shop', 'dbs#proof']);
  expect(expanded.map((job) => provenWith(job)?.id ?? null)).toEqual(['dbs', 'dbs', null]);
});

test('they have the job’s people and escalation, and the period of the clause with the margin', () => {
  const [job] = jobsOf(`  orders: { owner: sam, backup: ./o/, urgent: true, rule: "${RULE}; margin 50%" }`);
  const proofs = job && proofJob(job);
  expect(proofs).toMatchObject({
    ...{ id: 'orders#proof', parentId: 'orders#proof', owner: 'sam', place: null, heartbeat: false },
    understood: 'escalate after 36 hours; proven every 30 days; restore within 4 hours',
    rule: {
      schedule: { kind: 'interval', everyS: 30 * 86_400, allowS: 30 * 86_400, hardAfterS: 45 * 86_400 },
      escalation: { kind: 'after', afterS: 36 * 3600 },
      floor: null,
      restoreWithinS: 4 * 3600,
      urgent: false,
    },
  });
});
