import { expect, test } from 'vitest';
import { MysqlScript } from '../../../lib/prove/recipes/mysql-script.ts';

test('a dump of mysqldump says which tables it makes in which database, and whether it ends', () => {
  const script = new MysqlScript('proof');
  const lines = [
    '-- MariaDB dump 10.19',
    'CREATE TABLE `a` (',
    'USE `shop`;',
    'CREATE TABLE IF NOT EXISTS `odd ``name` (',
  ];
  expect(lines.map(script.look)).toEqual([null, null, null, null]);
  expect(script.tables.map(({ name }) => name)).toEqual(['`proof`.`a`', '`shop`.`odd ``name`']);
  expect(script.isCutShort).toBe(true);
  script.look('-- Dump completed on 2026-11-29  4:00:00');
  expect(script.isCutShort).toBe(false);
});
