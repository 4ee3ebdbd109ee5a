import { describe, expect, it } from 'vitest';
import { publicUrlOf } from '../../../bin/wiring/box-web.ts';

describe('SENTINEL_URL', () => {
  it('is where links lead to, with its last slash', () => {
    expect(publicUrlOf({ SENTINEL_URL: 'https://backups.example.com' })).toBe('https://backups.example.com/');
    expect(publicUrlOf({})).toBeNull();
  });

  it.each(['localhost:8080', 'backups.example.com', 'ftp://backups.example.com'])(
    '%s is refused at the start: no message could be made with links to it',
    (url) => expect(() => publicUrlOf({ SENTINEL_URL: url })).toThrow(/not a URL/),
  );
});
