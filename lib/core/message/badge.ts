import type { Standing } from '../model/standing.ts';
import { escapeHtml } from './escape-html.ts';
import { oneLine } from './outside-text.ts';

/** What a badge says: a label, and how the job stands. */
export interface Badge {
  readonly label: string;
  readonly message: string;
  /** Six hexadecimal digits, dark enough for white text on it: a contrast of 4.5 to 1 or more. */
  readonly colour: string;
}

const COLOURS: Readonly<Record<Standing, string>> = {
  green: '1a7f37',
  warn: '9a6700',
  alert: 'cf222e',
  escalate: '8250df',
  unknown: '57606a',
  snoozed: '57606a',
  muted: '57606a',
};

const LABEL_COLOUR = '24292f';
const MAX_LABEL = 60;
const HEIGHT = 20;
const PADDING = 6;

export function badgeOf(name: string, standing: Standing): Badge {
  return { label: oneLine(name, MAX_LABEL), message: standing, colour: COLOURS[standing] };
}

/** The badge as an image that says the same to a screen reader. Nothing in it is fetched from anywhere. */
export function badgeSvg({ label, message, colour }: Badge): string {
  const [labelWidth, messageWidth] = [boxWidth(label), boxWidth(message)];
  const width = labelWidth + messageWidth;
  const title = escapeHtml(`${label}: ${message}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" role="img" aria-label="${title}">
<title>${title}</title>
<clipPath id="r"><rect width="${width}" height="${HEIGHT}" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="${labelWidth}" height="${HEIGHT}" fill="#${LABEL_COLOUR}"/><rect x="${labelWidth}" width="${messageWidth}" height="${HEIGHT}" fill="#${colour}"/></g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" aria-hidden="true">${text(label, PADDING)}${text(message, labelWidth + PADDING)}</g>
</svg>
`;
}

/** The badge as shields.io draws it (its endpoint schema); `cacheSeconds`: how long it need not ask again. */
export function badgeJson({ label, message, colour }: Badge, cacheSeconds: number) {
  return { schemaVersion: 1, label, message, color: colour, cacheSeconds };
}

/** The reader's font may be another: the text is fitted into what was reckoned for it. */
function text(words: string, x: number): string {
  return `<text x="${x}" y="14" textLength="${textWidth(words)}" lengthAdjust="spacingAndGlyphs">${escapeHtml(words)}</text>`;
}

function boxWidth(words: string): number {
  return textWidth(words) + 2 * PADDING;
}

/** In pixels, about as Verdana at 11 pixels sets it. */
function textWidth(words: string): number {
  let width = 0;
  for (const character of words) width += characterWidth(character);
  return Math.max(1, Math.round(width));
}

function characterWidth(character: string): number {
  if (/[ijlIf.,:;'|!()[\] ]/.test(character)) return 4;
  if (/[mwMW@%]/.test(character)) return 10;
  if (/[A-Z]/.test(character)) return 7.8;
  // Beyond Latin, Greek and Cyrillic most characters are as wide as they are high.
  return (character.codePointAt(0) ?? 0) < 0x530 ? 6.8 : 11;
}
