import { describe, expect, test } from 'vitest';
import type { AdminCause } from '../../../lib/core/admin/admin-cause.ts';
import type { Notification } from '../../../lib/core/message/notification.ts';
import type { SummaryToRender } from '../../../lib/core/summary/summary-text.ts';
import type { AdminNotice } from '../../../lib/ports/admin-notice.ts';
import { everyForm, renderNotification } from '../../channels/every-form.ts';
import { ADMIN_MESSAGES } from './admin-messages.ts';
import { CATALOGUE } from './catalogue.ts';
import { GATE_MAILS, SUMMARIES } from './standing-messages.ts';

// Made again by `npx vitest run --project unit test/core/message/golden.test.ts -u`; then draw the pictures again, which
// show the same messages: `npx tsx test/pictures/draw.ts`.

const linkFor = (_: unknown, action: string) => `https://sentinel.acme.example/act/${action}`;
const seenLinkFor = () => 'https://sentinel.acme.example/seen';
const OPTIONS = { actions: true, linkFor, seenLinkFor };

function slackText(notification: Notification): string {
  return slackLines(renderNotification(notification, OPTIONS).slack);
}

/** Every text of Slack's blocks, one a line, buttons in brackets. */
function slackLines({ text, blocks }: ReturnType<typeof everyForm>['slack']): string {
  return [`Notification: ${text}`, '', ...blocks.flatMap(textsOf)].join('\n');
}

function summarised(summary: SummaryToRender): { readonly email: string; readonly slack: string } {
  const { email, slack } = everyForm({ kind: 'summary', summary });
  return { email: `Subject: ${email.subject}\n\n${email.text}`, slack: slackLines(slack) };
}

function announced(causes: readonly AdminCause[]): { readonly email: string; readonly slack: string } {
  const { email, slack } = everyForm({ kind: 'announcement', causes });
  return { email: `Subject: ${email.subject}\n\n${email.text}`, slack: slackLines(slack) };
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (value === null || typeof value !== 'object') return [];
  const { type, text } = value as { type?: string; text?: unknown };
  if (type === 'button') return textsOf(text).map((label) => `[${label}]`);
  return typeof text === 'string' ? [text] : Object.values(value).flatMap(textsOf);
}

function emailOf(notification: Notification): string {
  const { subject, text } = renderNotification(notification, OPTIONS).email;
  return `Subject: ${subject}\n\n${text}`;
}

const FORMS = {
  slack: slackText,
  email: emailOf,
  html: (notification: Notification) => renderNotification(notification, OPTIONS).email.html,
  json: (notification: Notification) => JSON.stringify(renderNotification(notification, OPTIONS).json, null, 2),
};

describe('every message is as its golden file has it', () => {
  for (const [name, notification] of Object.entries(CATALOGUE)) {
    for (const [form, render] of Object.entries(FORMS)) {
      test(`${name}, as ${form}`, async () => {
        const file = `${name.replace(/\W+/g, '-')}.${form}.txt`;
        await expect(`${render(notification()).trimEnd()}\n`).toMatchFileSnapshot(`./golden/${file}`);
      });
    }
  }

  for (const [name, causes] of Object.entries(ADMIN_MESSAGES)) {
    test.each(['email', 'slack'] as const)(`${name}, as %s`, async (form) => {
      const file = `${name.replace(/\W+/g, '-')}.${form}.txt`;
      await expect(`${announced(causes)[form].trimEnd()}\n`).toMatchFileSnapshot(`./golden/${file}`);
    });
  }

  for (const [name, summary] of Object.entries(SUMMARIES)) {
    test.each(['email', 'slack'] as const)(`${name}, as %s`, async (form) => {
      const file = `${name.replace(/\W+/g, '-')}.${form}.txt`;
      await expect(`${summarised(summary)[form].trimEnd()}\n`).toMatchFileSnapshot(`./golden/${file}`);
    });
  }

  test.each(Object.entries(GATE_MAILS))('%s', async (name, mail) => {
    await expect(mailOf(mail)).toMatchFileSnapshot(`./golden/${name.replace(/\W+/g, '-')}.email.txt`);
  });

  test('and docs/messages.md shows them', async () => {
    const messages = [
      ...Object.entries(CATALOGUE).map(
        ([name, notification]) => [name, emailOf(notification()), slackText(notification())] as const,
      ),
      ...Object.entries(ADMIN_MESSAGES).map(
        ([name, causes]) => [name, announced(causes).email, announced(causes).slack] as const,
      ),
      ...Object.entries(GATE_MAILS).map(([name, mail]) => [name, mailOf(mail), null] as const),
      ...Object.entries(SUMMARIES).map(
        ([name, summary]) => [name, summarised(summary).email, summarised(summary).slack] as const,
      ),
    ];
    const chapters = messages.map(([name, email, slack]) => {
      const heading = `## ${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      const inSlack = slack === null ? [] : ['In Slack:', fenced(slack)];
      return [heading, 'By mail:', fenced(email), ...inSlack].join('\n\n');
    });
    const intro =
      'What the sentinel sends, of every kind, as the product itself writes it. This page is made by a script; a test says when it is stale. [When a backup needs you](owner.md) explains the lines.';
    await expect(`# All messages\n\n${intro}\n\n${chapters.join('\n\n')}\n`).toMatchFileSnapshot(
      '../../../docs/messages.md',
    );
  });
});

function mailOf({ subject, text }: AdminNotice): string {
  return `Subject: ${subject}\n\n${text}`;
}

function fenced(text: string): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
}
