/** What moves, hides or ends something on a terminal, or turns the direction of writing. */
const ACTIVE = /\r\n|[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069](?:\[(?:3\d|90)m)?/gu;
const ESCAPE = '\u001b';
const LINES = ['\r\n', '\n', '\t'];

/**
 * Text as it may stand on a terminal: with line ends, tabs, and the colours of this program.
 * What else a terminal would act on is shown as JSON and YAML write it in a string, `\u009b`, so that JSON stays the same.
 */
export function terminalText(text: string): string {
  return text.replace(ACTIVE, (found) => {
    if (LINES.includes(found) || (found.startsWith(ESCAPE) && found.length > 1)) return found;
    return `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}${found.slice(1)}`;
  });
}
