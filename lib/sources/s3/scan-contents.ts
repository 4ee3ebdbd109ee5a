/** An object as an answer of ListObjectsV2 shows it. */
export interface ScannedObject {
  /** Still encoded, where the answer is. */
  readonly key: string;
  readonly sizeBytes: number;
  readonly lastModified: number;
  readonly etag: string | null;
}

/** The objects of an answer, and the answer without them. */
export interface ScannedAnswer {
  readonly contents: readonly ScannedObject[];
  readonly rest: string;
}

const BEGIN = '<Contents>';
const END = '</Contents>';
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Takes the objects out of an answer's XML, in a fraction of the time that a parser of any XML needs for them. Null for
 * what it does not know for certain: then the whole answer is for the parser. Source: S3 API reference, ListObjectsV2.
 */
export function scanContents(xml: string): ScannedAnswer | null {
  const from = xml.indexOf(BEGIN);
  const to = xml.lastIndexOf(END) + END.length;
  if (from < 0 || to < from || xml.includes('<!')) return null;
  const contents: ScannedObject[] = [];
  for (const part of xml.slice(from + BEGIN.length, to).split(BEGIN)) {
    if (!part.endsWith(END)) return null;
    const object = scanObject(part);
    if (object === null) return null;
    contents.push(object);
  }
  return { contents, rest: xml.slice(0, from) + xml.slice(to) };
}

function scanObject(part: string): ScannedObject | null {
  const key = textOf(part, 'Key');
  const size = textOf(part, 'Size');
  const lastModified = Date.parse(textOf(part, 'LastModified') ?? '');
  if (key === null || key === '' || size === null || !/^\d+$/.test(size) || Number.isNaN(lastModified)) return null;
  const etag = part.includes('<ETag') ? textOf(part, 'ETag') : null;
  return { key, sizeBytes: Number(size), lastModified, etag: etag === null ? null : etag.replaceAll('"', '') };
}

/** Null where there is no such element, or its text is not known for certain. */
function textOf(part: string, element: string): string | null {
  const begin = part.indexOf(`<${element}>`);
  if (begin < 0) return null;
  const from = begin + element.length + 2;
  const text = part.slice(from, part.indexOf('<', from));
  if (!text.includes('&')) return text;
  let isKnown = true;
  const decoded = text.replace(/&([^;]*);?/g, (whole, name: string) => {
    const character = ENTITIES[name];
    isKnown &&= character !== undefined && whole.endsWith(';');
    return character ?? whole;
  });
  return isKnown ? decoded : null;
}
