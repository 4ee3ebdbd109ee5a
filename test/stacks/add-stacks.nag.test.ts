import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { CONTEXT, synthesized } from './synthesized.ts';

const contexts = [
  { name: 'with everything on', context: CONTEXT },
  { name: 'with the admin’s address only', context: { adminEmail: 'ops@acme.example' } },
  { name: 'with recovery points of AWS Backup', context: { adminEmail: 'ops@acme.example', awsBackup: true } },
  { name: 'as a try-out', context: { adminEmail: 'ops@acme.example', retain: false } },
];

describe.each(contexts)('the stacks $name', ({ context }) => {
  const { app } = synthesized(context);

  it.each([
    { pack: 'AwsSolutions', checks: new AwsSolutionsChecks(app) },
    { pack: 'Serverless', checks: new ServerlessChecks(app) },
  ])('pass $pack', ({ checks }) => {
    const { violations } = checks.validateScope(app);
    expect(violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources])).toEqual([]);
  });

  it('give a reason for each rule that is set aside', () => {
    const key = Validations.ACKNOWLEDGED_RULES_METADATA_KEY;
    const entries = app.node.findAll().flatMap(({ node }) => node.metadata.filter(({ type }) => type === key));
    const reasons = entries.flatMap(({ data }) => Object.entries(data as Record<string, unknown>));
    expect(reasons.length).toBeGreaterThan(0);
    for (const [id, reason] of reasons) expect(JSON.stringify([id, reason]).length).toBeGreaterThan(id.length + 50);
  });
});
