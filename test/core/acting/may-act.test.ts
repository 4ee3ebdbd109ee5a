import { describe, expect, it } from 'vitest';
import { mayAct } from '../../../lib/core/acting/may-act.ts';
import { person } from '../routing/setting.ts';

describe('an action is a matter of', () => {
  const all = [
    person('sam', { cover: 'kim' }),
    person('gil'),
    person('lee', { cover: 'pat' }),
    person('kim', { cover: 'kai' }),
    person('kai', { cover: 'sam' }),
    person('eve', { cover: 'mallory' }),
    person('dana', { cover: 'ben' }),
  ];
  const document = { admin: 'dana', people: new Map(all.map((each) => [each.id, each])) };
  const job = { owner: 'sam', groupOwner: 'gil', escalateTo: 'lee' };
  const cases = [
    { name: 'the owner', id: 'sam', may: true },
    { name: 'who covers for the owner', id: 'kim', may: true },
    { name: 'who covers for that cover, whom routing tells when both are away', id: 'kai', may: true },
    { name: 'the owner of the group', id: 'gil', may: true },
    { name: 'the escalation target', id: 'lee', may: true },
    { name: 'who covers for the target', id: 'pat', may: true },
    { name: 'the admin', id: 'dana', may: true },
    { name: 'who covers for the admin', id: 'ben', may: true },
    { name: 'nobody else whom the rules doc names', id: 'eve', may: false },
    { name: 'nobody whom it does not name', id: 'mallory', may: false },
  ];
  it.each(cases)('$name', ({ id, may }) => expect(mayAct(id, job, document)).toBe(may));
});
