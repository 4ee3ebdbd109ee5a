import { complain } from './print/complain.ts';

/**
 * Keeps the AWS SDK's "Node 20 will not be supported" notice off the terminal.
 * Every other warning is shown as Node would show it.
 */
export function hideRuntimeNotices(): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.message.startsWith('NodeVersionSupportWarning')) return;
    complain(`${warning.name}: ${warning.message}`);
  });
}
