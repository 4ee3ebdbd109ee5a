/** A JSON object whose content is not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined when the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

/** The objects among the lines of a log; lines that are none (a tool's plain warnings) are left out. */
export function jsonLines(text: string): readonly JsonObject[] {
  const objects: JsonObject[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (!line.trimStart().startsWith('{')) continue;
    const value = parseJson(line);
    if (isJsonObject(value)) objects.push(value);
  }
  return objects;
}

/** A whole number of bytes, or null; tools also write numbers as strings. */
export function bytesOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? Math.round(number) : null;
}

/** A list's objects; nothing when it is no list. */
export function objectsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
