import { expect, it } from 'vitest';
import { quietAt } from '../../../lib/app/record/quiet-at.ts';
import type { RecordedAction } from '../../../lib/core/record/job-record.ts';

const action = (verb: string, at: number, until: number | null = null): RecordedAction => ({
  at,
  by: 'sam',
  verb,
  until,
  reason: null,
});

it.each([
  { name: 'a mute that no one ended', actions: [action('mute', 10)], found: ['mute'] },
  { name: 'a snooze that goes on', actions: [action('snooze', 10, 101)], found: ['snooze'] },
  { name: 'no snooze that was over', actions: [action('snooze', 10, 100)], found: [] },
  { name: 'no mute that was resumed', actions: [action('mute', 10), action('resume', 20)], found: [] },
  {
    name: 'a mute after a resume',
    actions: [action('mute', 10), action('resume', 20), action('mute', 30)],
    found: ['mute'],
  },
  { name: 'a mute that is resumed later', actions: [action('mute', 10), action('resume', 100)], found: ['mute'] },
  { name: 'nothing that began later, or is no quiet', actions: [action('fixed', 10), action('mute', 100)], found: [] },
])('finds $name', ({ actions, found }) => {
  expect(quietAt(actions, 100).map(({ verb }) => verb)).toEqual(found);
});
