/** Put in place of its name where the functions and the command line are bundled (lib/stacks/rules-reader.mjs). */
declare const RULES_READER: string | undefined;

/**
 * The name of the reader that this program has, which is another one whenever the reader's code is; null where the
 * program was not bundled: then every document is read from its text.
 */
export function rulesReader(): string | null {
  return typeof RULES_READER === 'undefined' ? null : RULES_READER;
}
