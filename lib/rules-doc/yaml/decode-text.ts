import { LARGEST_DOCUMENT_BYTES } from './largest-document.ts';
import type { ProblemCode } from './problem-code.ts';

/** Text, or the one reason why the bytes are none, with its offset in `text` as far as that could be read. */
export type Decoded =
  | { readonly text: string; readonly problem: null }
  | { readonly text: string; readonly problem: { code: ProblemCode; offset: number | null; message: string } };

function refuse(text: string, code: ProblemCode, offset: number | null, message: string): Decoded {
  return { text, problem: { code, offset, message } };
}

/** The offset of the first control character that is no tab and no line break; -1 when there is none. */
function findControlCharacter(text: string): number {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if ((code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) || code === 0x7f) return index;
  }
  return -1;
}

/** The longest beginning of `bytes`, in whole lines, that is UTF-8. */
function readableBeginning(bytes: Uint8Array): string {
  const strict = new TextDecoder('utf-8', { fatal: true });
  let end = 0;
  let text = '';
  while (end < bytes.length) {
    const newline = bytes.indexOf(0x0a, end);
    const next = newline < 0 ? bytes.length : newline + 1;
    try {
      text += strict.decode(bytes.subarray(end, next));
    } catch {
      return text;
    }
    end = next;
  }
  return text;
}

/** Reads the bytes of a rules doc as UTF-8 text, without its byte order mark; says where it is no text, or too long. */
export function decodeText(bytes: Uint8Array | string): Decoded {
  const size = typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.byteLength;
  if (size > LARGEST_DOCUMENT_BYTES) {
    const most = LARGEST_DOCUMENT_BYTES.toLocaleString('en-US');
    const message = `the document has more than ${most} bytes; split it between two sentinels, or use groups, settings.rule and {each} to write less`;
    return refuse('', 'DOCUMENT_TOO_LARGE', null, message);
  }
  let text: string;
  if (typeof bytes === 'string') text = bytes.startsWith('\u{feff}') ? bytes.slice(1) : bytes;
  else {
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      const before = readableBeginning(bytes);
      return refuse(before, 'NOT_TEXT', before.length, 'this line is not UTF-8 text; save the document as UTF-8');
    }
  }
  const control = findControlCharacter(text);
  if (control >= 0) {
    const code = text.charCodeAt(control).toString(16).padStart(4, '0').toUpperCase();
    return refuse(
      text,
      'NOT_TEXT',
      control,
      `there is a control character (U+${code}) here; take it out, or save the document as text`,
    );
  }
  return { text, problem: null };
}
