import { userInfo } from 'node:os';

/** The login name of the user who runs this; null when there is none. */
export function whoRunsThis(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
