import { expect, it } from 'vitest';
import { rulesFindings } from '../../../bin/doctor/rules-findings.ts';
import type { LoadedRules } from '../../../lib/app/rules/load-rules.ts';
import type { Problem } from '../../../lib/rules-doc/document.ts';

const document = { admin: 'sam', jobs: [{}, {}] } as unknown as LoadedRules['document'];
const problem = (severity: 'error' | 'warning') => ({ severity }) as Problem;
const good: LoadedRules = {
  source: '/srv/rules.yaml',
  fileName: 'rules.yaml',
  folder: '/srv',
  version: 'sha256:1',
  used: 'current',
  document,
  problems: [],
  unavailable: null,
  lastGoodError: null,
  isLastGoodDamaged: false,
  lastGood: null,
  text: null,
  understood: null,
  maxJobs: null,
};

it.each<[name: string, change: Partial<LoadedRules>, expected: string[]]>([
  ['a good document', {}, ['ok: /srv/rules.yaml: 2 jobs']],
  ['warnings', { problems: [problem('warning')] }, ['warn: /srv/rules.yaml has 1 warning']],
  [
    'errors beside a last good document',
    { used: 'last-good', problems: [problem('error'), problem('error')] },
    ['fail: /srv/rules.yaml has 2 errors; the last good one is used instead'],
  ],
  [
    'a document that is not there',
    { used: null, document: null, unavailable: '/srv/rules.yaml is not there' },
    ['fail: /srv/rules.yaml is not there; nothing can be checked'],
  ],
  [
    'no admin',
    { document: { ...document, admin: null } as LoadedRules['document'] },
    ['warn: settings.admin names no one: what only an admin can fix reaches no one', 'ok: /srv/rules.yaml: 2 jobs'],
  ],
  [
    'a last good copy that is damaged',
    { lastGoodError: 'the last good copy is damaged' },
    ['warn: the last good copy is damaged', 'ok: /srv/rules.yaml: 2 jobs'],
  ],
])('the doctor says of %s', (_, change, expected) => {
  const found = rulesFindings({ ...good, ...change });
  expect(found.map(({ standing, message }) => `${standing}: ${message}`)).toEqual(expected);
});
