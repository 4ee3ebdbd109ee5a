import { App } from 'aws-cdk-lib';
import { loadSettings, settingsPath } from '../lib/settings/load-settings.ts';
import { refuseSettingsInContext, SettingsError } from '../lib/settings/settings-file.ts';
import { addStacks } from '../lib/stacks/add-stacks.ts';
import { BUNDLES, writeFunctionBundles } from '../lib/stacks/function-bundle.ts';
import { terminalText } from './print/terminal-text.ts';

// The CDK's own validation of templates takes twice as long as all the rest. What it finds is not for who deploys: the
// tests run it over the same stacks (test/e2e/templates.test.ts).
const app = new App({ builtinCloudFormationValidation: false });
try {
  refuseSettingsInContext(app.node.getAllContext());
  const settings = loadSettings(settingsPath(process.env));
  await writeFunctionBundles();
  addStacks(app, settings, BUNDLES);
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(terminalText(`The settings cannot be used:\n${error.message.replace(/^/gm, '  ')}\n`));
  process.exit(1);
}
