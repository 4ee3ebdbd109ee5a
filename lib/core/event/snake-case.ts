/** What JSON can hold, with any keys. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * A copy of plain data with its property names in snake_case, for output and storage. Arrays keep their order; keys
 * that are undefined are left out. Only for objects whose keys are names in our code, never for maps of ids.
 */
export function snakeCased(value: unknown): Json {
  if (Array.isArray(value)) return value.map(snakeCased);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), snakeCased(item)]),
    );
  }
  return value as Json;
}
