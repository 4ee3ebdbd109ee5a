import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CloudFormationValidatePlugin } from 'aws-cdk-lib';
import { afterAll, expect, test } from 'vitest';
import { runProcess } from '../processes.ts';
import { CONTEXT, SENTINEL_ACCOUNT, synthesized } from '../stacks/synthesized.ts';
import { PYTHON } from './tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'templates-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cases = [
  { name: 'everything on', settings: CONTEXT },
  { name: 'only the address of the admin', settings: { adminEmail: 'ops@acme.example' } },
  {
    name: 'a key of the operator',
    settings: {
      ...CONTEXT,
      encryptionKeyArn: 'arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    },
  },
];

test.each(cases)(
  'CloudFormation would take the templates with $name',
  async ({ settings }) => {
    const { app, data, sentinel, access } = synthesized(settings);
    const files = [data, sentinel, ...access].map((template, index) => {
      const file = join(folder, `${index}.json`);
      writeFileSync(file, JSON.stringify(template.toJSON()));
      return file;
    });
    // W3005: the CDK names dependencies that follow from references anyway.
    const args = ['--ignore-checks', 'W3005', '--', ...files];
    const { status, stdout } = await runProcess(join(dirname(PYTHON), 'cfn-lint'), args, { timeout: 120_000 });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });

    const stackTemplates = files.map((templatePath) => {
      return { stackConstructPath: templatePath, templatePath, accountId: SENTINEL_ACCOUNT, region: 'eu-west-1' };
    });
    const validated = new CloudFormationValidatePlugin().validate({
      stackTemplates,
      templatePaths: files,
      appConstruct: app,
    });
    expect(validated).toEqual({ success: true, violations: [] });
  },
  120_000,
);
