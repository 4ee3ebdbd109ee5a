import { describe, expect, test } from 'vitest';
import { dateOrderOf, folderParts, nameParts } from '../../../lib/core/foresight/name-parts.ts';

/** Text as it is, dates by their template, all else by its kind. */
function shown(segment: string): string {
  return nameParts(segment)
    .map((part) => (part.kind === 'text' ? part.text : part.kind === 'date' ? part.template : `<${part.kind}>`))
    .join('');
}

describe('a name is split into its parts', () => {
  test.each([
    ['orders-2026-11-20.dump', 'orders-{yyyy}-{MM}-{dd}.dump'],
    ['orders_20261120T020000Z.sql.gz', 'orders_{yyyy}{MM}{dd}T<time>.sql.gz'],
    ['20261120020000.tar', '{yyyy}{MM}{dd}<time>.tar'],
    ['orders-2026-11-20-02.dump', 'orders-{yyyy}-{MM}-{dd}-<time>.dump'],
    ['db-20.11.2026.bak', 'db-{dd}.{MM}.{yyyy}.bak'],
    ['2026-W47.tar', '{YYYY}-W{ww}.tar'],
    ['books-2026-11.xlsx', 'books-{yyyy}-{MM}.xlsx'],
    ['dump-1763600000.sql', 'dump-{unix}.sql'],
    ['vzdump-qemu-101-2026_11_20-01_00_05.vma.zst', 'vzdump-qemu-<number>-{yyyy}_{MM}_{dd}-<time>.vma.zst'],
    ['shop_2026-11-20_02h00m.Friday.sql.gz', 'shop_{yyyy}-{MM}-{dd}_<time>.<word>.sql.gz'],
    ['00000001000000010000002A', '<id>'],
    ['vm-12D2026-11-20T230012_9F3C.vbk', 'vm-<number>D{yyyy}-{MM}-{dd}T<time>_<number>F<number>C.vbk'],
    ['mon.tar.gz', '<word>.tar.gz'],
    ['monday-orders.dump', '<word>-orders.dump'],
    ['money.dump', 'money.dump'],
    ['Sicherung_Montag.zip', 'Sicherung_<word>.zip'],
    ['sauvegarde-29-décembre-2026.tgz', 'sauvegarde-<time>.tgz'],
    ['2026-Nov-29--0200.zip', '<time>--<number>.zip'],
    ['orders_29Nov2026.dmp', 'orders_<time>.dmp'],
    ['db-26-11-29.dump', 'db-<time>.dump'],
    ['fw-11-29-2026.cfg', 'fw-{MM}-{dd}-{yyyy}.cfg'],
    ['10.0.0.5_20261120.cfg', '10.0.0.5_{yyyy}{MM}{dd}.cfg'],
    ['Backup 2026-11-20 (2).zip', 'Backup {yyyy}-{MM}-{dd}<copy>.zip'],
    ['base.tar.gz.ab', 'base.tar.gz.<word>'],
    ['v1.20261399.dump', 'v<number>.<number>.dump'],
  ])('%s', (name, want) => {
    expect(shown(name)).toBe(want);
  });
});

test('a date that can be read in two ways is read as those that cannot', () => {
  expect(dateOrderOf(['fw-11-05-2026.cfg', 'fw-11-29-2026.cfg'])).toBe('month-first');
  expect(dateOrderOf(['fw-11-05-2026.cfg', 'fw-29-11-2026.cfg'])).toBe('day-first');
  expect(nameParts('fw-11-05-2026', 'month-first').at(-1)).toMatchObject({ template: '{MM}-{dd}-{yyyy}' });
  expect(nameParts('fw-11-05-2026').at(-1)).toMatchObject({ template: '{dd}-{MM}-{yyyy}' });
});

test.each([
  [
    ['dt=2026-11-20', 'hour=02'],
    ['dt={yyyy}-{MM}-{dd}', 'hour={HH}'],
  ],
  [
    ['2026-11-20', '02'],
    ['{yyyy}-{MM}-{dd}', '{HH}'],
  ],
  [
    ['run-2026-11-20', '02'],
    ['run-{yyyy}-{MM}-{dd}', '02'],
  ],
])('hours lie below a day: %s', (folders, want) => {
  const shownParts = folderParts(folders).map((segment) =>
    segment.map((part) => (part.kind === 'date' ? part.template : part.text)).join(''),
  );
  expect(shownParts).toEqual(want);
});

test('folders of a date are one date', () => {
  const parts = folderParts(['pg', '2026', '11', '20']).map((segment) =>
    segment.map((part) => (part.kind === 'date' ? part.template : part.text)).join(''),
  );
  expect(parts).toEqual(['pg', '{yyyy}', '{MM}', '{dd}']);
});

test('a number of two digits is no month where no year stands above it', () => {
  expect(
    folderParts(['node', '11', 'x'])
      .flat()
      .map(({ kind }) => kind),
  ).toEqual(['text', 'number', 'text']);
});
