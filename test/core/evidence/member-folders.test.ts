import { describe, expect, test } from 'vitest';
import { memberFolders, memberOfFolder } from '../../../lib/core/evidence/member-folders.ts';

const placeOf = (template: string) => ({ scheme: 's3', container: 's3://acme/', bucket: 'acme', template }) as const;

describe('folders of members', () => {
  test.each([
    ['hosts/{each}/', { prefix: 'hosts/', ending: '/' }],
    ['{each}/*.dump', { prefix: '', ending: '/' }],
    ['hosts/{each}/{yyyy}/{MM}/{dd}.dump', { prefix: 'hosts/', ending: '/' }],
    ['hosts/web-{each}.d/{run}/', { prefix: 'hosts/web-', ending: '.d/' }],
    ['hosts/{each}', null],
    ['hosts/{each}.dump', null],
    ['hosts/{each}-{yyyy}/', null],
    ['{yyyy}/{each}/', null],
    ['*/{each}/', null],
    ['{each}/{each}/', null],
    ['hosts/', null],
  ])('of %s', (template, want) => {
    expect(memberFolders(placeOf(template))).toEqual(want);
  });

  test.each([
    ['hosts/web-a.d/', 'a'],
    ['hosts/web-a.d.d/', 'a.d'],
    ['hosts/web-.d/', null],
    ['hosts/web-a/', null],
    ['hosts/web-d/', null],
  ])('%s is of the member', (folder, want) => {
    expect(memberOfFolder(folder, { prefix: 'hosts/web-', ending: '.d/' })).toBe(want);
  });

  test.each(['lost+found', '.sentinel', '@eaDir'])('%s is of none', (name) => {
    expect(memberOfFolder(`hosts/${name}/`, { prefix: 'hosts/', ending: '/' })).toBeNull();
  });
});
