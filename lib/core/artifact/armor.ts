import type { ArtifactReader } from './artifact-reader.ts';
import { textOf } from './byte-fields.ts';
import { type Checked, Damage, whole } from './finding.ts';

const BEGINS = /^-----BEGIN (AGE ENCRYPTED FILE|PGP [A-Z ]+)-----\r?\n/;
const TAIL_BYTES = 128;

/** The kind of what was written as text between two lines of dashes; null for what was not. */
export function kindOfArmor(head: Uint8Array): 'age' | 'gpg' | null {
  const label = BEGINS.exec(textOf(head.subarray(0, TAIL_BYTES)))?.[1];
  if (label === undefined) return null;
  return label.startsWith('PGP') ? 'gpg' : 'age';
}

/** The last line closes what the first one opened (RFC 9580, 6.2; age, "ASCII armor"). The text is not decoded. */
export async function checkArmor(reader: ArtifactReader): Promise<Checked> {
  const label = BEGINS.exec(textOf(reader.head.subarray(0, TAIL_BYTES)))?.[1] ?? '';
  const closing = `-----END ${label === 'PGP SIGNED MESSAGE' ? 'PGP SIGNATURE' : label}-----`;
  const tail = textOf(await reader.tail(TAIL_BYTES));
  const lastLine = /(?:^|\n)([^\r\n]*)\r?\n\s*$/.exec(tail)?.[1];
  if (lastLine !== closing) throw new Damage(`it is cut short: it does not end with the line ${closing}`);
  return whole('it ends with the line that closes it');
}
