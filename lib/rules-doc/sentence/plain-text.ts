/** Characters that look like others, as those: each stands for exactly one, so that places stay what they are. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map([
  ...[...'\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t'].map(
    (blank) => [blank, ' '] as const,
  ),
  ...[...'\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02'].map((quote) => [quote, '"'] as const),
  ...[...'\u2018\u2019\u201a\u201b\u2032\u00b4`\uff07'].map((quote) => [quote, "'"] as const),
  ...[...'\u2010\u2011\u2212\ufe63\uff0d'].map((hyphen) => [hyphen, '-'] as const),
  ['\u2012', '\u2013'],
  ['\u2015', '\u2014'],
  ['\r', ' '],
  ['\u0085', '\n'],
  ['\u2028', '\n'],
  ['\u2029', '\n'],
]);

/**
 * A sentence as it is compared: in lower case, non-breaking spaces and typographic quotes as what they look like.
 * As long as the sentence, so that an index in one is an index in the other.
 */
export function plainText(sentence: string): string {
  let plain = '';
  for (let index = 0; index < sentence.length; index += 1) {
    const character = sentence[index] ?? '';
    const lower = (LOOKALIKES.get(character) ?? character).toLowerCase();
    plain += lower.length === 1 ? lower : character;
  }
  return plain;
}
