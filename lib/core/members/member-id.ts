/** Longer ids are none: the name of the member is too long to be one. */
const MAX_ID_BYTES = 512;

const encoder = new TextEncoder();

/** What stands at `{each}` in the names of the member of that id; null for what is no id of a member. */
export function memberValue(id: string): string | null {
  try {
    const value = decodeURIComponent(id.replaceAll('~', '%'));
    return memberId(value) === id && value !== '' ? value : null;
  } catch {
    return null;
  }
}

/**
 * The id of a member within its job: what is not in the alphabet of ids stands as `~` and two hexadecimal digits a byte
 * (docs/design/evidence.md#members). Null where it would be longer than 512 bytes.
 */
export function memberId(value: string): string | null {
  let id = '';
  for (const byte of encoder.encode(value)) {
    const character = String.fromCharCode(byte);
    id += /[a-z0-9._-]/.test(character) ? character : `~${byte.toString(16).padStart(2, '0')}`;
    if (id.length > MAX_ID_BYTES) return null;
  }
  return id;
}
