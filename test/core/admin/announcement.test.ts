import { describe, expect, it } from 'vitest';
import { adminCause } from '../../../lib/core/admin/admin-cause.ts';
import { announcementSubject } from '../../../lib/core/admin/announcement.ts';
import { everyForm } from '../../channels/every-form.ts';

const TITLE = 'places that cannot be read';
const place = (id: string) => adminCause(`place#${id}`, TITLE, id, [`${id}: list s3://${id}/: AccessDenied`]);

describe('the subject of an announcement', () => {
  const rejected = adminCause('rules-rejected#x', 'the rules doc was rejected', 'rules.yaml', ['rules.yaml:3:1 X']);
  it.each([
    [[place('orders')], 'Backup sentinel: places that cannot be read: orders'],
    [['a', 'b', 'c', 'd', 'e'].map(place), 'Backup sentinel: places that cannot be read: a, b, c and 2 more'],
    [[rejected, place('a')], 'Backup sentinel: the rules doc was rejected: rules.yaml; places that cannot be read'],
  ])('names what is so and where', (causes, want) => {
    expect(announcementSubject(causes)).toBe(want);
  });
});

it('text from outside stays one line, and is escaped in HTML', () => {
  const { email, slack } = everyForm({
    kind: 'announcement',
    causes: [adminCause('row#a', 'stored states that cannot be read', '<a>', ['<a>: x\r\nBcc: eve\u202e\u0007'])],
  });
  expect(email.subject).toBe('Backup sentinel: stored states that cannot be read: <a>');
  expect(email.text).toBe('Stored states that cannot be read:\n- <a>: x Bcc: eve\n');
  expect(email.html).toContain('&lt;a&gt;: x Bcc: eve');
  expect(slack.text).toContain('&lt;a&gt;');
});
