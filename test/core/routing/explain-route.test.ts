import { expect, test } from 'vitest';
import { explainRoute } from '../../../lib/core/routing/explain-route.ts';
import { routeText } from '../../../lib/core/routing/route-reason.ts';
import { at, givenRule } from '../decision/given.ts';
import { inShort, NIGHT, peopleOf, person, routedJob } from './setting.ts';

test('says for each state who would be told, when and why, and changes nothing', () => {
  const people = peopleOf([person('sam', { quiet: NIGHT }), person('lee'), person('dana')]);
  const explained = explainRoute(routedJob({ rule: givenRule({ urgent: true }) }), people, at('2026-11-23T21:00:00Z'));
  expect(explained.map(({ state, routing }) => [state, inShort(routing)])).toEqual([
    ['warn', ['defer sam failing until 2026-11-24T08:00']],
    ['alert', ['send sam failing']],
    ['escalate', ['send sam failing', 'send lee failing']],
  ]);
  const alert = explained[1]?.routing.routed[0]?.reasons ?? [];
  expect(alert).toEqual([{ code: 'first', state: 'alert' }, { code: 'urgent' }]);
  expect(routeText(alert)).toBe('not notified of it yet: alert; urgent, so at once');
});

test('says so when nobody could be told', () => {
  const people = peopleOf([], null);
  const [warn] = explainRoute(routedJob({ owner: null, escalateTo: null }), people, at('2026-11-23T21:00:00Z'));
  expect(warn?.routing).toMatchObject({
    routed: [],
    isUnreachable: true,
    reasons: [{ code: 'no-recipient-named' }],
  });
});
