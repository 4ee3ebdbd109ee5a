import type { KindOfArtifact, Look } from '../artifact-kind.ts';
import { hasText, uint32 } from '../byte-fields.ts';
import { type Checked, Damage, whole } from '../finding.ts';

/** The second begins and ends a file whose footer is encrypted. */
const MAGICS = ['PAR1', 'PARE'];
const FRAME_BYTES = 12;
/** A Thrift structure in compact form whose first field is a 32-bit number: the format's version. */
const FOOTER_BEGINS = 0x15;

/** Begins with a mark, ends with the footer, the footer's length, and the mark (Apache Parquet, file format). */
async function check({ reader }: Look): Promise<Checked> {
  const head = await reader.bytes(0, FRAME_BYTES, 'its header');
  const tail = await reader.tail(8);
  const isEncrypted = hasText(tail, 4, 'PARE');
  if (!isEncrypted && !hasText(tail, 4, 'PAR1')) {
    throw new Damage('it is cut short: it does not end with the end mark of Parquet');
  }
  const footerBytes = uint32(tail, 0);
  const footerFrom = reader.sizeBytes - 8 - footerBytes;
  if (footerFrom < 4) throw new Damage('its footer is longer than the whole file');
  const [first] =
    footerFrom < head.length ? head.subarray(footerFrom) : await reader.bytes(footerFrom, 1, 'its footer');
  if (!isEncrypted && first !== FOOTER_BEGINS) throw new Damage('its footer is damaged');
  return whole('it begins and ends as Parquet does, and its footer is where it should be');
}

export const PARQUET = {
  name: 'Parquet',
  suffixes: ['parquet'],
  recognise: (head) => (MAGICS.some((magic) => hasText(head, 0, magic)) ? 32 : 0),
  check,
  docs: {
    checkedBy: "marks, the footer's length, where it begins",
    sees: 'any cut',
    cannotSee: 'column data; a file without rows',
  },
} as const satisfies KindOfArtifact;
