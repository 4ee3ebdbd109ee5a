import { afterEach, describe, expect, it } from 'vitest';
import { dispatch } from '../../../lib/app/dispatch/dispatch.ts';
import { SECOND_MS } from '../../../lib/core/instant.ts';
import { DispatchSetting, jobLine, T0 } from './dispatch-setting.ts';

let setting: DispatchSetting;
afterEach(() => setting.close());

const BOTH = ['sam: { email: sam@acme.example }', 'dana: { email: dana@acme.example }'];
/** More than are served at a time. */
const ids = (kind: string) => Array.from({ length: 40 }, (_, index) => `${kind}-${index}`);

/** Each person has a job, and the address that `addressOf` gives. */
async function open(persons: readonly string[], addressOf: (id: string) => string): Promise<void> {
  setting = await DispatchSetting.open(
    [...BOTH, ...persons.map((id) => `${id}: { ${addressOf(id)} }`)],
    persons.map((id) => jobLine(`job-${id}`, `, owner: ${id}`)),
  );
}

describe('a server that hangs', () => {
  const cases = [
    { name: 'of a channel', hangs: (id: string) => `email: ${id}@hang.example` },
    { name: 'of webhooks, beside another', hangs: (id: string) => `webhook: "https://hang.example/${id}"` },
  ];
  it.each(cases)('$name delays only its own recipients', async ({ hangs }) => {
    const [slow, quick] = [ids('slow'), ids('quick')];
    await open([...slow, ...quick], (id) =>
      id.startsWith('slow') ? hangs(id) : `webhook: "https://fine.example/${id}"`,
    );
    const isQuick = ({ to }: { readonly to: string }) => to.includes('fine.example');
    let asked = 0;
    let release: () => void = () => {};
    const released = new Promise<null>((resolve) => {
      release = () => resolve(null);
    });
    setting.answer = (_, outgoing) => {
      if (!isQuick(outgoing)) return released;
      // What hangs answers only once all the others have been asked.
      asked += 1;
      if (asked === quick.length) release();
      return null;
    };
    await setting.dispatchAll(await setting.break(...[...slow, ...quick].map((id) => `job-${id}`)));
    expect(setting.shown.filter(isQuick)).toHaveLength(quick.length);
    expect(setting.shown).toHaveLength(slow.length + quick.length);
  });

  it('has no claim taken for those who wait for it', async () => {
    const slow = ids('slow');
    await open(slow, (id) => `email: ${id}@hang.example`);
    let claimedMost = 0;
    setting.answer = async () => {
      const open = await Promise.all(slow.map((id) => setting.stores.deliveries.read(`job-${id}`)));
      claimedMost = Math.max(claimedMost, open.flat().filter(({ outcome }) => outcome === null).length);
      return null;
    };
    await setting.dispatchAll(await setting.break(...slow.map((id) => `job-${id}`)));
    expect(setting.shown).toHaveLength(slow.length);
    expect(claimedMost).toBeLessThanOrEqual(16);
  });
});

describe('a dispatch whose time runs out', () => {
  it('begins nothing more, and gives back what it has not claimed', async () => {
    const people = ids('slow');
    await open(people, (id) => `email: ${id}@hang.example`);
    const triggers = await setting.break(...people.map((id) => `job-${id}`));
    setting.answer = () => {
      setting.now += SECOND_MS;
      return null;
    };
    const { document, ports } = setting;
    const options = { now: T0, clock: () => setting.now, document, holidays: {}, rendering: {} };
    const cut = await dispatch(triggers, ports, { ...options, beginUntil: T0 + 20 * SECOND_MS });
    // Those who were being served at that moment, and no others.
    expect(setting.shown.length).toBeGreaterThanOrEqual(20);
    expect(setting.shown.length).toBeLessThan(20 + 16);
    expect(cut.again).toHaveLength(people.length - setting.shown.length);
    for (const { jobId } of cut.again) expect(await setting.stores.deliveries.read(jobId)).toEqual([]);
    const rest = await dispatch(cut.again, ports, { ...options, now: setting.now });
    expect(rest.again).toEqual([]);
    expect(setting.shown.map(({ to }) => to).sort()).toEqual(people.map((id) => `${id}@hang.example`).sort());
  });
});
