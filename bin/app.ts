import { App } from 'aws-cdk-lib';
import { readSettings, SettingsError } from '../lib/settings/settings.ts';
import { addStacks } from '../lib/stacks/add-stacks.ts';
import { BUNDLES, writeFunctionBundles } from '../lib/stacks/function-bundle.ts';

const app = new App();
try {
  const settings = readSettings(app.node.getAllContext());
  await writeFunctionBundles();
  addStacks(app, settings, BUNDLES);
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
