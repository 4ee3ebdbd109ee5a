import { stripVTControlCharacters } from 'node:util';

/**
 * Text from outside (names, keys, error messages) as it may stand on a terminal: no escape sequences, no control
 * characters, no marks that turn the direction of writing.
 */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '');
}
