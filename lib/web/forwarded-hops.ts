/** A `for=` of a Forwarded header's element, RFC 7239 section 5.2. */
const FOR = /(?:^|;)\s*for\s*=\s*"?([^";]*)"?\s*(?:;|$)/i;

/**
 * What the headers `X-Forwarded-For` and `Forwarded` say of where a request came from, each that is there: the nearest
 * hop first, as text that may be anything.
 */
export function forwardedHops(headers: Headers): readonly (readonly string[])[] {
  const plain = headers.get('x-forwarded-for');
  const standard = headers.get('forwarded');
  return [
    ...(plain === null ? [] : [fromRight(plain).map((element) => element.replaceAll('"', ''))]),
    ...(standard === null ? [] : [fromRight(standard).map((element) => FOR.exec(element)?.[1]?.trim() ?? '')]),
  ];
}

/** Whether a request says that it came through a proxy. */
export function isForwarded(headers: Headers): boolean {
  return headers.has('x-forwarded-for') || headers.has('forwarded');
}

/**
 * The elements between commas, the last one first. Quotes are paired from the right too: an open one that a client sent
 * must not swallow what a proxy has added.
 */
function fromRight(header: string): string[] {
  const elements: string[] = [];
  let end = header.length;
  let isQuoted = false;
  for (let index = header.length - 1; index >= 0; index -= 1) {
    if (header[index] === '"') isQuoted = !isQuoted;
    if (header[index] !== ',' || isQuoted) continue;
    elements.push(header.slice(index + 1, end).trim());
    end = index;
  }
  return [...elements, header.slice(0, end).trim()];
}
