import { describe, expect, test } from 'vitest';
import { readRulesDocument } from '../../../lib/rules-doc/read-rules-document.ts';
import { EXAMPLES } from './examples.ts';
import { LAYOUTS } from './layouts.ts';
import { MEMBER_LAYOUTS } from './members.ts';
import { type Fault, FIRST_DAY, Nights } from './play-nights.ts';

function jobsOf(heading: string) {
  const yaml = (EXAMPLES.get(heading) ?? '').replace(/^/gm, '  ');
  const text = `version: 1\nsettings: { admin: dana }\npeople: { dana: { email: dana@acme.example } }\njobs:\n${yaml}`;
  const { document, problems } = readRulesDocument(text, { name: 'rules.yaml', folder: '/srv', now: FIRST_DAY });
  expect(problems).toEqual([]);
  return document?.jobs ?? [];
}

test('each example of the page is played', () => {
  expect([...EXAMPLES.keys()]).toEqual([...LAYOUTS, ...MEMBER_LAYOUTS].map(({ heading }) => heading));
});

describe.each(LAYOUTS)('$heading', ({ heading, night, faults }) => {
  test('nothing is reported in 45 nights, and then what goes wrong', async () => {
    const nights = new Nights(jobsOf(heading), night);
    expect(await nights.healthy()).toEqual([]);
    for (const [fault, want] of Object.entries(faults) as [Fault, readonly string[]][]) {
      expect((await nights.broken(fault)).slice(0, want.length), fault).toEqual(want);
    }
  });
});
