import { App } from 'aws-cdk-lib';
import { loadSettings, settingsPath } from '../lib/settings/load-settings.ts';
import { refuseSettingsInContext, SettingsError } from '../lib/settings/settings-file.ts';
import { addStacks } from '../lib/stacks/add-stacks.ts';
import { BUNDLES, writeFunctionBundles } from '../lib/stacks/function-bundle.ts';

const app = new App();
try {
  refuseSettingsInContext(app.node.getAllContext());
  const settings = loadSettings(settingsPath(process.env));
  await writeFunctionBundles();
  addStacks(app, settings, BUNDLES);
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`The settings cannot be used:\n${error.message.replace(/^/gm, '  ')}\n`);
  process.exit(1);
}
