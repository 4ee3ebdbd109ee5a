const COMPRESSED_OR_DUMP = `(?:gz|tgz|zst|bz2|xz|lz4|zip|7z|tar|dump|sql|bak|gpg|age)`;

/**
 * Names of one of several files that are one together: `x.7z.001`, `x.z01`, `x.tar-2`, and what split writes
 * (`shop.sql.gz.aa`, `shop.sql.gz_00`, `xaa`). What begins or ends in the middle of it is no damage.
 */
const NAMES_OF_PARTS: readonly RegExp[] = [
  /\.(\d{3}|z\d\d|r\d\d|part\d+|vol\d+)$/i,
  /[.-]part\d+\.(rar|7z|zip|tar|gz)$/i,
  new RegExp(String.raw`\.${COMPRESSED_OR_DUMP}(?:[-._]?[a-f][a-z]|[-._]?\d{2,3}|-\d)$`, 'i'),
  /(^|\/)x[a-z]{2,3}$/,
  // Volumes of tar -M are named by hand; a date is no number of a volume.
  /(^|[^\d-])(?:vol|volume|disk|tape|part)[-_.]?\d{1,3}\.tar$/i,
  /(^|\/)v\d{1,3}\.tar$/i,
];

export function isPartOfSeveral(name: string): boolean {
  return NAMES_OF_PARTS.some((pattern) => pattern.test(name));
}
