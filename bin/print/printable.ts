import { stripVTControlCharacters } from 'node:util';
import { withoutUnseen } from '../../lib/core/message/outside-text.ts';

/**
 * Text from outside (names, keys, error messages) as part of a line that people read: no escape sequences, no control
 * characters, nothing that is not seen or turns the direction of writing.
 */
export function printable(text: string): string {
  return withoutUnseen(stripVTControlCharacters(text).replace(/[\p{Cc}\u2028\u2029]+/gu, ' '));
}
