import type { SlackBlock, SlackMessage } from '../../lib/channels/slack/message.ts';
import { escapeHtml } from '../../lib/core/message/escape-html.ts';

const STYLE = `
:root{color-scheme:light dark;--ink:#1d1c1d;--grey:#616061;--page:#fff;--line:#ddd;--link:#1264a3;--edge:#bbb}
@media (prefers-color-scheme:dark){:root{--ink:#d1d2d3;--grey:#ababad;--page:#1a1d21;--line:#35373b;--link:#1d9bd1;--edge:#565856}}
body{margin:0;padding:12px;background:var(--page);color:var(--ink);font:15px/1.46 Lato,'DejaVu Sans',sans-serif;overflow-wrap:anywhere}
h3{font-size:18px;line-height:1.3;margin:4px 0}p{margin:4px 0;white-space:pre-wrap}
small{display:block;color:var(--grey);font-size:13px;margin:4px 0}small span{margin-right:8px;display:inline-block}
a{color:var(--link);text-decoration:none}hr{border:0;border-top:1px solid var(--line);margin:10px 0}
button{font:bold 13px sans-serif;margin:4px 8px 4px 0;padding:7px 12px;border:1px solid var(--edge);border-radius:4px;background:none;color:var(--ink)}
button.primary{background:#007a5a;color:#fff;border-color:#007a5a}`;

interface Text {
  readonly type: string;
  readonly text: string;
}

/** A message roughly as Slack draws it: enough to judge how it reads. */
export function slackPage(message: SlackMessage): string {
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>${message.blocks.map(block).join('')}`;
}

function block(each: SlackBlock): string {
  switch (each.type) {
    case 'header':
      return `<h3>${text(each.text as unknown as Text)}</h3>`;
    case 'section':
      return `<p>${text(each.text as unknown as Text)}</p>`;
    case 'divider':
      return '<hr>';
    case 'context':
      return `<small>${(each.elements as unknown as Text[]).map((element) => `<span>${text(element)}</span>`).join('')}</small>`;
    case 'actions':
      return `<div>${(each.elements as unknown as { text: Text; style?: string }[]).map((element) => `<button class="${element.style ?? ''}">${text(element.text)}</button>`).join('')}</div>`;
    default:
      throw new Error(`no drawing of ${String(each.type)}`);
  }
}

/** In mrkdwn only links and mentions are drawn, which is all that the messages have. */
function text({ type, text: content }: Text): string {
  if (type === 'plain_text') return escapeHtml(content);
  return content.replace(/<([^|>]+)\|([^>]+)>/g, '<a href="$1">$2</a>').replace(/<(@[^>]+)>/g, '<b>$1</b>');
}
