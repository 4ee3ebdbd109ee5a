import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LastGood, type RulesSource, RulesUnavailable } from '../../lib/ports/rules-source.ts';

export interface RulesSourceSetting {
  readonly source: RulesSource;
  putDocument(bytes: Uint8Array): Promise<void>;
  removeDocument(): Promise<void>;
  /** Puts something else where the last good copy is kept. */
  putLastGood(text: string): Promise<void>;
  close(): Promise<void>;
}

const LAST_GOOD: LastGood = {
  schema: 1,
  source: 'rules.yaml',
  version: 'sha256:00',
  acceptedAt: '2026-11-21T08:00:00Z',
  text: 'version: 1 # “ä” 😀\n',
  jobKeys: ['__proto__', 'orders'],
  jobIds: ['orders/a', 'orders/b'],
  proofIds: ['orders/a#proof'],
  holidayYears: [2026, 2027],
  holidays: { 'DE-BY': ['2026-12-25'], none: [] },
  loosened: [{ at: '2026-11-20T08:00:00Z', job: 'orders', what: 'at_least', from: '350 MB', to: '100 MB' }],
  retiring: [{ jobId: 'orders/c', since: '2026-11-20T08:00:00Z' }],
  change: {
    added: ['orders'],
    removed: [],
    changed: [{ job: 'web', changes: [{ what: 'every', from: '1 day', to: '2 days', direction: 'loosened' }] }],
    unchanged: 3,
    isCompared: true,
  },
  announcedAt: '2026-11-21T08:00:05Z',
  removes: 2,
  grammar: 2,
  rules: { orders: { every: 86_400, allow: 93_600 } },
  maxJobs: 500,
  reading: { reader: 'reader-1', sha256: '00', text: '{"document":"“ä” 😀"}' },
};

/** What a last good copy holds besides its text when nothing happened before it. */
export const NOTHING_CHANGED = {
  proofIds: [],
  retiring: [],
  loosened: [],
  change: { added: [], removed: [], changed: [], unchanged: 0, isCompared: true },
  announcedAt: null,
  removes: 0,
  grammar: 1,
  rules: null,
  maxJobs: null,
  reading: null,
} as const;

/** What every RulesSource keeps. `open` gives one without a document and without a last good copy. */
export function rulesSourceContract(name: string, open: () => Promise<RulesSourceSetting>): void {
  describe(`${name} keeps the contract of a rules source`, () => {
    let setting: RulesSourceSetting;
    let source: RulesSource;

    beforeEach(async () => {
      setting = await open();
      source = setting.source;
    });

    afterEach(async () => {
      await setting.close();
    });

    const text = (content: string): Uint8Array => new TextEncoder().encode(content);

    it('a document is read byte by byte, and its version is its SHA-256', async () => {
      await setting.putDocument(Uint8Array.of(0xef, 0xbb, 0xbf, 0x00, 0xff));
      const { bytes, version } = await source.read(100);
      expect([...bytes]).toEqual([0xef, 0xbb, 0xbf, 0x00, 0xff]);
      expect(version).toMatch(/^sha256:[0-9a-f]{64}$/);
    });

    it('an empty document is a document', async () => {
      await setting.putDocument(new Uint8Array());
      const { bytes, version } = await source.read(100);
      expect(bytes).toHaveLength(0);
      expect(version).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    });

    it('the version follows the content', async () => {
      await setting.putDocument(text('one'));
      const one = await source.read(100);
      await setting.putDocument(text('two'));
      expect((await source.read(100)).version).not.toBe(one.version);
      await setting.putDocument(text('one'));
      expect((await source.read(100)).version).toBe(one.version);
    });

    it.each([9, 10, 11, 200_000])('of %i bytes with 10 allowed, at most one too many is read', async (size) => {
      await setting.putDocument(new Uint8Array(size));
      expect((await source.read(10)).bytes).toHaveLength(Math.min(size, 11));
    });

    it('a document that is not there is unavailable, by name', async () => {
      const failure = await source.read(10).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(RulesUnavailable);
      expect((failure as Error).message).toContain(source.name);
      expect((failure as Error).message).toContain('not there');
    });

    it('there is no last good document at first', async () => {
      expect(await source.readLastGood()).toBeNull();
    });

    it('the last good document comes back as it was written, and a later one replaces it', async () => {
      await source.writeLastGood(LAST_GOOD);
      expect(await source.readLastGood()).toEqual(LAST_GOOD);
      await source.writeLastGood({ ...LAST_GOOD, version: 'sha256:01', text: '' });
      expect(await source.readLastGood()).toEqual({ ...LAST_GOOD, version: 'sha256:01', text: '' });
    });

    it('a last good copy of an earlier version of the program is read', async () => {
      const {
        retiring,
        change,
        loosened,
        announcedAt,
        removes,
        grammar,
        rules,
        maxJobs,
        reading,
        proofIds,
        ...earlier
      } = LAST_GOOD;
      await setting.putLastGood(JSON.stringify(earlier));
      expect(await source.readLastGood()).toEqual({ ...earlier, ...NOTHING_CHANGED });
    });

    it('the last good document outlives the document', async () => {
      await setting.putDocument(text('one'));
      await source.writeLastGood(LAST_GOOD);
      await setting.removeDocument();
      expect(await source.readLastGood()).toEqual(LAST_GOOD);
    });

    const damages = [
      '',
      '{',
      'null',
      '[]',
      '{"schema":1}',
      '{"schema":2}',
      JSON.stringify({ ...LAST_GOOD, jobIds: 'x' }),
    ];
    it.each(damages)('a last good copy that holds %j is unavailable, and can be replaced', async (content) => {
      await setting.putLastGood(content);
      await expect(source.readLastGood()).rejects.toThrow(RulesUnavailable);
      await source.writeLastGood(LAST_GOOD);
      expect(await source.readLastGood()).toEqual(LAST_GOOD);
    });
  });
}
