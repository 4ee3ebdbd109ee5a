import { loadSettings, settingsPath } from '../../lib/settings/load-settings.ts';
import { checkSettings, SETTING_NAMES, type Settings } from '../../lib/settings/settings.ts';
import { SettingsError } from '../../lib/settings/settings-file.ts';
import { complain } from '../print/complain.ts';
import { printJson, printText } from '../print/print-text.ts';
import { printable } from '../print/printable.ts';

const EXIT_ERRORS = 2;

/** `sentinel settings [FILE]`: 0 when they can be used, 2 when not; every problem with its place. */
export async function settingsCommand(
  file: string | undefined,
  { json = false }: { readonly json?: boolean },
): Promise<number> {
  const path = file ?? settingsPath(process.env);
  let settings: Settings;
  try {
    settings = loadSettings(path);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    complain(error.message);
    return EXIT_ERRORS;
  }
  if (json) printJson(shown(settings));
  else printText(`${table(settings)}\n`);
  return 0;
}

/** As they are written in the file. */
function shown(settings: Settings): Readonly<Record<string, unknown>> {
  return { ...settings, tick: settings.tick.expression };
}

function table(settings: Settings): string {
  const defaults = checkSettings({ adminEmail: settings.adminEmail }) as Settings;
  const width = Math.max(...SETTING_NAMES.map((name) => name.length));
  const [values, usual] = [shown(settings), shown(defaults)];
  return SETTING_NAMES.map((name) => {
    const value = JSON.stringify(values[name]);
    const isDefault = name !== 'adminEmail' && value === JSON.stringify(usual[name]);
    return `${name.padEnd(width)}  ${printable(value)}${isDefault ? '  (default)' : ''}`;
  }).join('\n');
}
