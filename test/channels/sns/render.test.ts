import { describe, expect, it } from 'vitest';
import { renderSns } from '../../../lib/channels/sns/render.ts';
import type { Notice } from '../../../lib/core/message/notice.ts';
import { alert, notificationOf, warning } from '../../core/message/sample-notifications.ts';

const rendered = (...notices: Notice[]) =>
  renderSns({ kind: 'notification', notification: notificationOf(...notices), options: {} });

describe('a message for SNS', () => {
  it('has the subject and the text of the mail, and attributes to filter by', () => {
    const { subject, text, attributes } = rendered(alert());
    expect(subject).toMatch(/^Alert: Orders database - Too small: /);
    expect(text).toContain('Lose it now');
    expect(attributes).toEqual({ job: ['orders-db'], state: ['alert'] });
  });

  it('names each state once, and no more jobs than fit beside the largest text', () => {
    const notices = Array.from({ length: 500 }, (_, index) => {
      const jobId = `${'j'.repeat(120)}${index}`;
      return { ...(index % 2 ? warning() : alert()), jobId, jobName: jobId, note: 'é'.repeat(20_000) };
    });
    const { text, attributes } = rendered(...notices);
    expect(attributes.job).toHaveLength(100);
    expect(new Set(attributes.job).size).toBe(100);
    expect(attributes.state).toEqual(['alert', 'warn']);
    expect(Buffer.byteLength(text) + Buffer.byteLength(JSON.stringify(attributes))).toBeLessThan(256 * 1024 - 1_000);
  });

  it('has no attributes where it is about no job', () => {
    expect(renderSns({ kind: 'announcement', causes: [] }).attributes).toEqual({});
  });
});
