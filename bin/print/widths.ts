/** How many columns of a terminal a text takes. */
export type WidthOf = (text: string) => number;

const ASCII = /^[\x20-\x7e]*$/;

/** Measures these texts. What knows the wide characters takes 25 ms to load, so it is loaded where there may be some. */
export async function widthsFor(texts: readonly string[]): Promise<WidthOf> {
  if (texts.every((text) => ASCII.test(text))) return (text) => text.length;
  return (await import('string-width')).default;
}
