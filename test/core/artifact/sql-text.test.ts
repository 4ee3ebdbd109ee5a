import { describe, expect, it } from 'vitest';
import { SqlText } from '../../../lib/core/artifact/sql-text.ts';

const BEGINS = '--\n-- PostgreSQL database dump\n--\n\n';
const ENDS = '\n--\n-- PostgreSQL database dump complete\n--\n\n';

/** What the text of a dump shows that has this between its comments. */
function shown(between: string): Pick<SqlText, 'fills' | 'isComplete'> {
  const text = new SqlText();
  text.push(`${BEGINS}${between}${ENDS}`);
  return { fills: text.fills, isComplete: text.isComplete };
}

describe('the text of a dump', () => {
  it('makes nothing in hundreds of thousands of empty lines, which are gone through once', () => {
    expect(shown('\n'.repeat(300_000))).toEqual({ fills: false, isComplete: true });
  });

  it.each(['CREATE TABLE a ();', '\n\n  \tCREATE TABLE a ();', 'SET a = 1; \r\n\r\n INSERT INTO a VALUES (1);'])(
    'makes something by %j',
    (statements) => {
      expect(shown(`${statements}\n`)).toEqual({ fills: true, isComplete: true });
    },
  );
});
