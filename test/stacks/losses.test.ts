import { describe, expect, it } from 'vitest';
import { stackChange } from '../../lib/stacks/losses.ts';
import { CONTEXT, synthesized } from './synthesized.ts';

const full = synthesized();
const deployed = full.sentinel.toJSON();

describe('what a deployment changes', () => {
  it('is nothing when the same is deployed again, whatever the order of keys', () => {
    const reversed = JSON.parse(JSON.stringify(deployed), (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    );
    expect(stackChange(deployed, reversed)).toEqual({ added: [], removed: [], changed: [], losses: [] });
  });

  it('is told apart by kind', () => {
    const change = stackChange(
      { Resources: { a: { Type: 'T', Properties: { x: 1 } }, b: { Type: 'T' } } },
      { Resources: { a: { Type: 'T', Properties: { x: 2 } }, c: { Type: 'T' } } },
    );
    expect(change).toEqual({ added: ['T c'], removed: ['T b'], changed: ['T a'], losses: [] });
  });
});

describe('what would be lost', () => {
  const cases = [
    {
      name: 'slack',
      settings: { slack: false, slackButtons: false },
      says: ['Slack is switched off: slack is not set', "Slack's buttons is switched off"],
    },
    { name: 'fromEmail', settings: { fromEmail: '' }, says: ['mail is switched off: fromEmail is not set'] },
    {
      name: 'web',
      settings: { web: false, slackButtons: false },
      says: ['the address of a function goes', 'the links of messages is switched off'],
    },
    { name: 'heartbeats', settings: { heartbeats: false }, says: ['the address of a function goes'] },
    { name: 'watchdog', settings: { watchdog: false }, says: ["the outside dead-man's switch is switched off"] },
    { name: 'the admin’s address', settings: { adminEmail: 'other@acme.example' }, says: ['Subscription'] },
  ];
  it.each(cases)('is named when $name goes', ({ settings, says }) => {
    const { sentinel } = synthesized({ ...CONTEXT, ...settings });
    const { losses } = stackChange(deployed, sentinel.toJSON());
    for (const words of says) expect(losses.join('\n')).toContain(words);
  });

  it('is nothing when a channel is added', () => {
    const { sentinel } = synthesized({ ...CONTEXT, fromEmail: '' });
    expect(stackChange(sentinel.toJSON(), deployed).losses).toEqual([]);
  });

  it('are the tables and the bucket of another prefix', () => {
    const { data } = synthesized({ ...CONTEXT, prefix: 'other' });
    const { losses } = stackChange(full.data.toJSON(), data.toJSON());
    expect(losses.filter((loss) => /Table .* is replaced by an empty one/.test(loss))).toHaveLength(3);
    expect(losses.filter((loss) => /Bucket .* is replaced/.test(loss))).toHaveLength(1);
  });
});
