import type { TreeScalar } from './tree.ts';

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t';
}

/** Where the value's first character stands in the source: behind a quote, or below a block scalar's header. */
function valueStart(text: string, scalar: TreeScalar): number {
  const first = text[scalar.offset];
  if (first === '"' || first === "'") return scalar.offset + 1;
  if (first !== '|' && first !== '>') return scalar.offset;
  const lineEnd = text.indexOf('\n', scalar.offset);
  return lineEnd < 0 ? scalar.end : lineEnd + 1;
}

/**
 * The offset in the document's text of a character of a scalar's value. Exact where the value is written as it is;
 * past escapes and folded lines it is found by walking value and source side by side, which never leaves the line.
 */
export function locateInScalar(text: string, scalar: TreeScalar, index: number): number {
  const value = scalar.value;
  if (typeof value !== 'string' || index <= 0) {
    let start = valueStart(text, scalar);
    if (start !== scalar.offset) while (start < scalar.end && isBlank(text[start])) start += 1;
    return text[scalar.offset] === '"' || text[scalar.offset] === "'" ? scalar.offset + 1 : start;
  }
  let at = valueStart(text, scalar);
  for (let read = 0; read <= index && at < scalar.end; read += 1) {
    const wanted = value[read];
    if (isBlank(wanted)) {
      // A break in the value is a break or a fold in the source; blanks around it belong to neither.
      if (isBlank(text[at]) && !isBlank(value[read + 1])) while (at < scalar.end && isBlank(text[at])) at += 1;
      else at += 1;
      continue;
    }
    while (at < scalar.end && text[at] !== wanted) at += 1;
    if (read === index) return Math.min(at, scalar.end);
    at += 1;
  }
  return Math.min(at, scalar.end);
}
