/**
 * Control characters, what turns the direction of writing or takes no room (the join of emoji families among it), what
 * has no meaning of its own, halves of characters.
 */
const UNSEEN = /(?:[\p{Cf}\p{Cs}\p{Co}]|\u115F|\u1160|\u17B4|\u17B5|[\u180B-\u180D]|\u180F|\u2800|\u3164|\uFFA0)+/gu;
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}\p{Zs}]+/gu;
/** More marks than this on one letter climb over the lines around it. */
const TOWERS = /(\p{M}{3})\p{M}+/gu;
/** Words of printable ASCII with one space between them, in which there is nothing to clean. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** What an outside system says of an error; the rest is its own log's. */
const MAX_ERROR_TEXT = 300;

/**
 * A value from outside as one line that cannot pretend to be something else: no control, zero-width or right-to-left
 * marks, no line breaks; at most `most` UTF-16 units, an ellipsis at the end of what was cut. Still to be escaped for
 * whatever shows it.
 */
export function oneLine(said: string, most: number = MAX_ERROR_TEXT): string {
  // An SDK takes it from the answer that a message is text: of two in one answer it makes a list.
  const text = String(said);
  if (text.length <= most && PLAIN.test(text)) return text;
  const head = text.slice(0, 4 * most);
  const clean = withoutUnseen(head.replace(BREAKS, ' ')).trim();
  const isCut = clean.length > most || head.length < text.length;
  return isCut ? `${wholeCharacters(clean, most - 1)}…` : clean;
}

/** The parts of an outside system's error that are its own words. */
interface OutsideError {
  readonly name?: string | undefined;
  readonly message?: string | undefined;
}

/** What an outside system's error says in one line, its name first: `AccessDenied: ...`. */
export function errorText({ name, message }: OutsideError): string {
  return oneLine(`${name}: ${message}`);
}

/** Text without what is not seen, and with three marks at most on one letter. */
export function withoutUnseen(text: string): string {
  return text.replace(UNSEEN, '').replace(TOWERS, '$1');
}

/** Never ends in half a character. */
function wholeCharacters(text: string, most: number): string {
  const cut = text.slice(0, most);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
