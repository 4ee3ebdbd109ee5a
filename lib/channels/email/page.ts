import { escapeHtml } from '../../core/message/escape-html.ts';

/**
 * Colours that keep a contrast of at least 4.5 to 1. Light ones stand inline, where every client takes them; the dark
 * ones come over them by a style sheet in the clients that have a dark mode.
 */
const DARK = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.page{background:#16181d!important}.card{background:#22252c!important;border-color:#3a3f4a!important}
.ink{color:#f0f1f3!important}.grey{color:#b3b8c2!important}.link{color:#8ab4ff!important}
.button{color:#f0f1f3!important;border-color:#7a8190!important}
.worst{border-left-color:#ff6b6b!important}.mild{border-left-color:#f2c14e!important}.fine{border-left-color:#57c98a!important}.still{border-left-color:#8a909c!important}
}`;

/** The colour of a card's left edge. */
const EDGES = { worst: '#c62828', mild: '#b7791f', fine: '#1a7f4b', still: '#767c88' } as const;
export type Edge = keyof typeof EDGES;

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
export const INK = 'color:#1b1e24';
export const GREY = 'color:#565c68';
/** A mail: one column, nothing fetched from anywhere, readable at 320 pixels and in the dark. Empty parts are left out. */
export function htmlPage(title: string, body: readonly string[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title><style>${DARK}</style></head>
<body class="page" style="margin:0;padding:0;background:#f3f4f6">
<div class="page" style="max-width:600px;margin:0 auto;padding:12px;background:#f3f4f6;${FONT};font-size:16px;line-height:1.45;word-wrap:break-word;overflow-wrap:anywhere">
${body.filter((part) => part !== '').join('\n')}
</div></body></html>
`;
}

export function startOfCard(edge: Edge): string {
  return `<div class="card ${edge}" style="margin:0 0 12px;padding:14px 14px 8px;background:#ffffff;border:1px solid #d9dce1;border-left:5px solid ${EDGES[edge]};border-radius:6px">`;
}

/** The largest heading of a mail. */
export function heading(text: string): string {
  return `<h1 class="ink" style="margin:4px 0 12px;font-size:20px;line-height:1.3;${INK}">${escapeHtml(text)}</h1>`;
}

/** `text`, escaped; `name` is its class in the dark. */
export function paragraph(text: string, style: string, name: 'ink' | 'grey'): string {
  return `<p class="${name}" style="margin:0 0 8px;${style}"><bdi>${escapeHtml(text)}</bdi></p>`;
}
