import { describe, expect, test } from 'vitest';
import { alertBody } from '../../../lib/runner/notify/alert-webhook.ts';
import { reportOf } from '../../../lib/runner/notify/run-report.ts';
import { FAILED } from './notifier-setting.ts';

const SLACK = new URL('https://hooks.slack.com/services/T000/B000/xxx');
const report = reportOf({ ...FAILED, summary: 'orders-db: failed: <!channel> & more', outputTail: '' }, (text) => text);
const run = { report, superseded: false };

describe('an alert to Slack', () => {
  test('is one text, in which nothing of the host’s can be a mention or a link', () => {
    expect(alertBody(SLACK, run, false)).toEqual({
      text: ':rotating_light: Backup orders-db on db1: failed: &lt;!channel&gt; &amp; more',
    });
  });

  test('shows the end of the output, which cannot end its own block', () => {
    const output_tail = `${'x'.repeat(5_000)}\n\`\`\` <@U1>\n`;
    const { text } = alertBody(SLACK, { ...run, report: { ...report, output_tail } }, false) as { text: string };
    expect(text.split('```')).toHaveLength(3);
    expect(text).toContain("''' &lt;@U1&gt;");
    expect(text.length).toBeLessThan(2_000);
  });

  test('that comes late says so, and that it is over where it is', () => {
    const late = alertBody(SLACK, { ...run, superseded: true }, true) as { text: string };
    expect(late.text).toMatch(/\(Sent late: this run ended at 2026-11-22T02:12:30Z\. A later run succeeded\.\)$/);
  });
});

test('an alert to any other address is the report, with what a program and a person want to know first', () => {
  expect(alertBody(new URL('https://hooks.example.com/services/x'), run, false)).toEqual({
    ...report,
    event: 'run-failed',
    text: 'Backup orders-db on db1: failed: <!channel> & more',
    told_late: false,
  });
});
