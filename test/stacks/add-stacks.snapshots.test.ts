import type { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { synthesized } from './synthesized.ts';

const { data, sentinel, access } = synthesized();

const templates = [
  { name: 'the data stack', template: data },
  { name: 'the sentinel stack', template: sentinel },
  ...access.map((template) => ({ name: 'the access stack', template })),
];

it.each(templates)('$name is as it was', ({ template }) => {
  expect(withoutHashes(template)).toMatchSnapshot();
});

/** The code of the functions changes with every commit, and the stack does not. */
function withoutHashes(template: Template): unknown {
  return JSON.parse(JSON.stringify(template.toJSON()).replace(/[0-9a-f]{64}(?=\.zip)/g, 'CODE'));
}
