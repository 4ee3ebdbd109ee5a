import { describe, expect, it } from 'vitest';
import { CONTEXT, synthesized } from './synthesized.ts';

/** Without what the operator gives as an ARN. */
const watched = CONTEXT.watched.map(
  ({ keyArn: _, ...bucket }: { readonly keyArn?: string; readonly bucket: string }) => bucket,
);
const { data, sentinel, access } = synthesized({ ...CONTEXT, topics: [], watched });
const stacks = [
  { name: 'data', template: data },
  { name: 'sentinel', template: sentinel },
  ...access.map((template) => ({ name: 'access', template })),
];

/** The names of services are the same in every partition. */
const PRINCIPAL = /"[a-z]+\.amazonaws\.com"/g;

describe.each(stacks)('the $name stack', ({ template }) => {
  // In aws-cn and aws-us-gov ARNs and host names are others: pseudo parameters stand for them.
  it('names no partition', () => {
    const text = JSON.stringify(template.toJSON()).replace(PRINCIPAL, '');
    expect(text.match(/arn:aws[a-z-]*:|[a-z0-9.-]*amazonaws\.com[a-z.]*|console\.aws\.amazon\.com/g)).toBeNull();
  });
});
