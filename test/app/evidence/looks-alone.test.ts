import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { gatherEvidence } from '../../../lib/app/evidence/gather-evidence.ts';
import { looksAlone } from '../../../lib/app/evidence/looks-alone.ts';
import { WholeLooks } from '../../../lib/app/evidence/whole-looks.ts';
import { NOTHING_REMEMBERED } from '../../../lib/core/evidence/remembered-place.ts';
import { HOUR_MS } from '../../../lib/core/instant.ts';
import { memberJob } from '../../../lib/core/members/member-job.ts';
import { newRow } from '../../../lib/core/model/job-row.ts';
import { FolderEvidence } from '../../../lib/sources/file/list.ts';
import { documentOf } from '../../web/ping-setting.ts';

const root = mkdtempSync(join(tmpdir(), 'looks-alone-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
mkdirSync(`${root}/hosts/crm`, { recursive: true });
writeFileSync(`${root}/hosts/crm/1.dump`, 'a dump');
// Later than the two minutes in which a file counts as being written.
const NOW = Date.now() + HOUR_MS;

const { jobs } = documentOf(`
version: 1
settings: { admin: dana }
people: { dana: { email: dana@acme.example } }
jobs:
  hosts:
    backup: ${root}/hosts/{each}/
    rule: every 24 hours
    finished: report ${root}/hosts/{each}/report.json
  flat: { backup: "${root}/hosts/{each}.dump", rule: every 24 hours }
`);
const [hosts, flat] = jobs;
const sourceOf = async () => new FolderEvidence();
const memberOf = (whole: (typeof jobs)[number] | undefined, value: string) => whole && memberJob(whole, value);

it('a member with a folder of its own does, where the pass has not listed all of them', async () => {
  const wholes = new WholeLooks(sourceOf);
  const member = memberOf(hosts, 'crm');
  if (!member || hosts?.place == null) throw new Error('no member');
  expect(looksAlone(member, wholes)).toBe(true);
  const request = { mode: 'whole', memory: NOTHING_REMEMBERED, now: NOW, known: new Set<string>() } as const;
  await wholes.look(hosts, hosts.place, request);
  expect(looksAlone(member, wholes)).toBe(false);
  expect([hosts, memberOf(flat, 'crm')].map((job) => job && looksAlone(job))).toEqual([false, false]);
});

it.each([
  ['crm', 1],
  // As where everything is listed: its folder is gone, and no one named it.
  ['gone', 0],
])('the folder of %s is looked at, and holds %i backups', async (value, count) => {
  const member = memberOf(hosts, value);
  if (!member) throw new Error('no member');
  const ports = { heartbeats: null, sourceOf };
  const evidence = await gatherEvidence(member, newRow(member.id), NOW, { mode: 'whole' }, ports);
  expect(evidence).toMatchObject({ kind: 'read' });
  expect(evidence.kind === 'read' && evidence.runs).toHaveLength(count);
});
