import type { Json } from '../../core/event/snake-case.ts';
import { formatInstant } from '../../core/instant.ts';
import { escapeMrkdwn } from '../../core/message/escape-mrkdwn.ts';
import type { Notice } from '../../core/message/notice.ts';
import { linksOf } from '../../core/message/notice-links.ts';
import type { NoticeWords } from '../../core/message/notice-words.ts';
import { ACTION_LABELS, type RenderOptions, SEEN_LABEL } from '../../core/message/render-options.ts';
import type { OfferedAction } from '../../core/model/action.ts';
import type { RunIdentity } from '../../core/model/run.ts';
import { context, mrkdwn, plainSection, plainText } from './blocks.ts';
import type { SlackBlock } from './message.ts';

/** Slack takes 2,000 characters, and all blocks together have a limit too. */
const MAX_VALUE = 1500;

/** The body of one notice, without its title: what, at risk, the small print, links, buttons. */
export function slackNotice(notice: Notice, words: NoticeWords, options: RenderOptions): SlackBlock[] {
  const main = [
    words.what,
    ...words.also.map((also) => `Also: ${also}`),
    words.risk,
    words.owner,
    words.next,
    words.note,
  ];
  const small = [words.standsInFor, words.since, words.others, words.rule].filter((line) => line !== null);
  const links = linksOf(notice, options).map(({ label, url }) => `<${escapeMrkdwn(url)}|${label}>`);
  const place = links.length > 0 || words.place === null ? [] : [plainText(words.place)];
  return [
    plainSection(main.filter((line) => line !== null).join('\n')),
    context([...small.map(plainText), ...place, ...(links.length > 0 ? [mrkdwn(links.join('  ·  '))] : [])]),
    ...(options.actions ? buttons(notice) : []),
  ];
}

function buttons(notice: Notice): SlackBlock[] {
  if (notice.drillId !== null) return [{ type: 'actions', elements: [seenButton(notice.drillId)] }];
  const elements = notice.actions.flatMap((action) => button(notice, action));
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

/** The value names what the button was offered for, so that one pressed late is refused rather than misread. */
function button(notice: Notice, action: OfferedAction): Json[] {
  const { jobId, breakSeq, acceptRun } = notice;
  const run = action === 'accept' && acceptRun ? { run: runValue(acceptRun) } : {};
  const value = JSON.stringify({ job: jobId, break_seq: breakSeq, action, ...run });
  if (value.length > MAX_VALUE) return [];
  const style = action === 'fixed' ? { style: 'primary' } : {};
  return [{ type: 'button', action_id: `sentinel_${action}`, text: plainText(ACTION_LABELS[action]), value, ...style }];
}

function seenButton(drillId: string): Json {
  const value = JSON.stringify({ drill: drillId });
  return { type: 'button', action_id: 'sentinel_seen', text: plainText(SEEN_LABEL), value, style: 'primary' };
}

function runValue({ location, ts, sizeBytes }: RunIdentity): Json {
  return { location, ts: formatInstant(ts), size_bytes: sizeBytes };
}
