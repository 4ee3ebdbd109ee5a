import { readFileSync } from 'node:fs';
import type { Settings } from './settings.ts';
import { readSettings, SAMPLE_FILE, SETTINGS_FILE, SettingsError } from './settings-file.ts';

/** Path of the settings: `SENTINEL_CONFIG`, or the usual file in the current folder. */
export function settingsPath(env: NodeJS.ProcessEnv): string {
  return env.SENTINEL_CONFIG || SETTINGS_FILE;
}

/** Reads the settings from a file. Throws SettingsError, also where there is none, with what to do. */
export function loadSettings(path: string): Settings {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const problem = code === 'ENOENT' ? 'there is no such file' : message;
    throw new SettingsError(`${path}: ${problem}; copy ${SAMPLE_FILE} to ${path} and write your values into it`);
  }
  return readSettings(bytes, path);
}
