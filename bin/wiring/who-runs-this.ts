import { userInfo } from 'node:os';

/** The name by which the machine knows who runs this; null when it knows none. */
export function whoRunsThis(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
