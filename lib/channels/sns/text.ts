/** SNS takes a subject of this many characters, ASCII and on one line, and a message of 256 KiB with its attributes. */
const MAX_SUBJECT = 99;
const MAX_BYTES = 240_000;

/** A subject that SNS takes: other characters become `?`, and it begins with a letter or a digit. */
export function snsSubject(text: string): string {
  const ascii = text.replace(/[^\x20-\x7e]+/g, '?').trim();
  return (/^[A-Za-z0-9]/.test(ascii) ? ascii : `Backup sentinel: ${ascii}`).slice(0, MAX_SUBJECT);
}

/** What XML cannot hold: control characters, and halves of characters. */
const UNSENDABLE = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A message that SNS takes: without what it cannot hold, and cut between two characters where it is too long. */
export function snsText(text: string): string {
  const sendable = text.replace(UNSENDABLE, '?');
  const bytes = new TextEncoder().encode(sendable);
  if (bytes.length <= MAX_BYTES) return sendable;
  return `${new TextDecoder().decode(bytes.subarray(0, MAX_BYTES)).replace(/\ufffd+$/, '')}\n...`;
}
