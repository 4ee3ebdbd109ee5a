import { describe, expect, test } from 'vitest';
import { errorLine, lackingIn } from '../../../lib/prove/recipes/mysql-errors.ts';

describe('what a client of MariaDB or MySQL says', () => {
  test.each([
    ["ERROR 1146 (42S02) at line 1: Table 'proof.orders' doesn't exist", "Table 'proof.orders' doesn't exist"],
    ['noise\nERROR at line 3: Unknown command', 'Unknown command'],
  ])('is its first error: %s', (stderr, message) => {
    expect(errorLine(stderr)).toBe(message);
    expect(lackingIn(stderr)).toBeNull();
  });

  test.each([
    "ERROR 1273 (HY000) at line 25: Unknown collation: 'utf8mb4_0900_ai_ci'",
    "ERROR 1193 (HY000) at line 5: Unknown system variable 'GTID_PURGED'",
    "ERROR 1286 (42000) at line 9: Unknown storage engine 'ROCKSDB'",
  ])('is what this host lacks: %s', (stderr) => expect(lackingIn(stderr)).toMatch(/^Unknown/));

  test('is nothing where it was silent', () => expect(errorLine('')).toBeNull());
});
