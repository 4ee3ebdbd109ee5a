import { describe, expect, test } from 'vitest';
import type { AdminCause } from '../../../lib/core/admin/admin-cause.ts';
import type { Notification } from '../../../lib/core/message/notification.ts';
import { everyForm, renderNotification } from '../../channels/every-form.ts';
import { ADMIN_MESSAGES } from './admin-messages.ts';
import { CATALOGUE } from './catalogue.ts';

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

  test('and docs/messages.md shows them', async () => {
    const messages = [
      ...Object.entries(CATALOGUE).map(
        ([name, notification]) => [name, emailOf(notification()), slackText(notification())] as const,
      ),
      ...Object.entries(ADMIN_MESSAGES).map(
        ([name, causes]) => [name, announced(causes).email, announced(causes).slack] as const,
      ),
    ];
    const chapters = messages.map(([name, email, slack]) => {
      const heading = `## ${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      return [heading, 'By mail:', fenced(email), 'In Slack:', fenced(slack)].join('\n\n');
    });
    const intro =
      'What the sentinel sends, of every kind, as the product itself writes it. This page is made by a script; a test says when it is stale. [When a backup needs you](owner.md) explains the lines.';
    await expect(`# All messages\n\n${intro}\n\n${chapters.join('\n\n')}\n`).toMatchFileSnapshot(
      '../../../docs/messages.md',
    );
  });
});

function fenced(text: string): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
}
