import { describe, expect, it } from 'vitest';
import { doneStatusOf } from '../../../lib/runner/attempt/done-statuses.ts';

const KNOWN = { added: new Set<number>(), isOff: false };

describe('an exit status', () => {
  it.each([
    { name: 'restic 3 is done, with warnings', command: '/usr/bin/restic', status: 3, want: 'with-warnings' },
    { name: 'restic 1 is a failure', command: 'restic', status: 1, want: null },
    { name: 'borg 1 is done, with warnings', command: 'borg', status: 1, want: 'with-warnings' },
    { name: 'borg 125 too', command: 'borg', status: 125, want: 'with-warnings' },
    { name: 'borg 126 is a command that cannot be run', command: 'borg', status: 126, want: null },
    { name: 'borg 2 is a failure', command: 'borg', status: 2, want: null },
    { name: 'rsync 24 is done, with warnings', command: 'rsync', status: 24, want: 'with-warnings' },
    { name: 'rsync 23 is a failure', command: 'rsync', status: 23, want: null },
    { name: 'tar 1 is done, with warnings', command: 'tar', status: 1, want: 'with-warnings' },
    { name: 'rclone 9 says that nothing was new', command: 'rclone', status: 9, want: 'unchanged' },
    { name: 'robocopy 7 is done, with warnings', command: 'C:/Windows/robocopy.exe', status: 7, want: 'with-warnings' },
    { name: 'robocopy 8 is a failure', command: 'robocopy', status: 8, want: null },
    { name: 'of a shell says nothing of the tool in it', command: 'sh', status: 1, want: null },
    { name: 'of a name that objects have is a failure', command: 'constructor', status: 1, want: null },
  ])('$name', ({ command, status, want }) => {
    expect(doneStatusOf([command, 'backup'], status, KNOWN)).toBe(want);
  });

  it('is added by --warn-exit, for any command', () => {
    expect(doneStatusOf(['sh'], 4, { added: new Set([4]), isOff: false })).toBe('with-warnings');
  });

  it('means nothing with --warn-exit none', () => {
    expect(doneStatusOf(['restic'], 3, { added: new Set(), isOff: true })).toBeNull();
  });
});
