import { expect, test } from 'vitest';
import { documentWithMembers } from '../../../lib/app/members/with-members.ts';
import { documentOf } from '../../web/ping-setting.ts';
import { MemoryMembers } from './members-setting.ts';

const HEAD =
  'version: 1\nsettings: { timezone: UTC, admin: sam }\npeople: { sam: { email: sam@acme.example } }\njobs:\n';

test('a document with neither members nor proofs is looked through once', async () => {
  const document = documentOf(
    `${HEAD}  orders: { backup: ./orders/, rule: daily }\n  crm: { backup: ./crm/, rule: daily }\n`,
  );
  let looks = 0;
  const jobs = document.jobs.map(
    (job) =>
      new Proxy(job, {
        get: (of, name) => {
          looks += 1;
          return Reflect.get(of, name);
        },
      }),
  );
  const counted = { ...document, jobs };
  expect(await documentWithMembers(counted, new MemoryMembers())).toBe(counted);
  const first = looks;
  expect(first).toBeGreaterThan(0);
  expect(await documentWithMembers(counted, new MemoryMembers())).toBe(counted);
  expect(looks).toBe(first);
});

test('one with members is the very same while they are, and another once there are more', async () => {
  const document = documentOf(`${HEAD}  dbs: { backup: "./d/{each}-{yyyy}.sql", rule: daily }\n`);
  const members = new MemoryMembers();
  const add = (value: string) =>
    members.put('dbs', [{ value, foundAt: 0, firstTs: 0, expectedAt: 1, isQuiet: true, gone: null }]);
  const ids = async () => (await documentWithMembers(document, members)).jobs.map(({ id }) => id);
  expect(await ids()).toEqual(['dbs']);
  await add('crm');
  expect(await ids()).toEqual(['dbs', 'dbs/crm']);
  expect(await documentWithMembers(document, members)).toBe(await documentWithMembers(document, members));
  await add('shop');
  expect(await ids()).toEqual(['dbs', 'dbs/crm', 'dbs/shop']);
});
