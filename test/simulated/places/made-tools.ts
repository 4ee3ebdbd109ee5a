import { HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { compact, hex } from './made-names.ts';
import { EVERY, files, KB, type MadeSeries, MB, NIGHTLY } from './made-series.ts';
import { midnightOf, seeded } from './made-world.ts';

/** WAL files have names that go on. */
export function wal(folder: string, seed: number, perHour: number, ending = ''): MadeSeries {
  return files(
    (n, _at, index) =>
      `${folder}/0000000100000000${((n + 400) * 24 * perHour + index).toString(16).toUpperCase().padStart(8, '0')}${ending}`,
    {
      seed,
      schedule: EVERY(HOUR_MS / perHour),
      hours: Array.from({ length: 24 * perHour }, (_, index) => index / perHour),
      spreadMinutes: 2,
      bytes: 16 * MB,
      breadth: ending === '' ? 0 : 0.6,
      keptDays: 4,
    },
  );
}

/** A mirror is written at night, some nights not at all. */
export function mirror(folder: string, seed: number): MadeSeries {
  const random = seeded(seed);
  const many = Array.from(
    { length: 300 },
    (_, index) =>
      `${folder}${['2024/trip', '2025/home', 'docs', 'docs/tax'][index % 4]}/IMG_${1000 + index}.${index % 3 === 0 ? 'jpg' : 'pdf'}`,
  );
  let next = 0;
  return {
    schedule: null,
    keptDays: null,
    isOwn: (key) => key.startsWith(folder),
    day: (n) => {
      const at = midnightOf(n) + 3 * HOUR_MS + random() * 20 * MINUTE_MS;
      if (n === -60) return many.map((key) => ({ at, key, sizeBytes: Math.round(3 * MB * (0.5 + random())) }));
      if (n % 4 === 0) return [];
      next += 1;
      return [{ at, key: `${folder}2026/new/IMG_${5000 + next}.jpg`, sizeBytes: 3 * MB }];
    },
  };
}

/** A repository of restic: snapshots that are forgotten but for the newest, and data that stays. */
export function restic(folder: string, seed: number): MadeSeries {
  const snapshots = files((n) => `${folder}/snapshots/${hex(seed * 1000 + n + 500)}`, {
    seed,
    schedule: NIGHTLY,
    bytes: 320,
    breadth: 0.2,
  });
  return {
    ...snapshots,
    keptDays: 20,
    isOwn: (key) => key.startsWith(`${folder}/snapshots/`),
    day: (n) => [
      ...(n === -60
        ? ['config', `keys/${hex(seed)}`].map((name) => ({
            at: midnightOf(n),
            key: `${folder}/${name}`,
            sizeBytes: 155,
          }))
        : []),
      ...snapshots.day(n).flatMap((event) => {
        const id = hex(seed * 2000 + n + 900);
        return [
          event,
          { ...event, key: `${folder}/data/${id.slice(0, 2)}/${id}`, sizeBytes: 5 * MB },
          { ...event, key: `${folder}/index/${id}`, sizeBytes: 9 * KB },
        ];
      }),
    ],
  };
}

export function borg(folder: string, seed: number): MadeSeries {
  const segments = files((n) => `${folder}/data/0/${900 + 2 * n}`, {
    seed,
    schedule: NIGHTLY,
    bytes: 60 * MB,
    breadth: 0.5,
    keptDays: null,
  });
  return {
    ...segments,
    isOwn: (key) => key.startsWith(`${folder}/index.`),
    day: (n) => [
      ...(n === -60
        ? ['config', 'README', 'nonce'].map((name) => ({ at: midnightOf(n), key: `${folder}/${name}`, sizeBytes: 200 }))
        : []),
      ...segments
        .day(n)
        .flatMap((event) => [
          event,
          { ...event, key: `${folder}/index.${900 + 2 * n}`, sizeBytes: 4 * MB + 1000 * n },
          { ...event, key: `${folder}/hints.${900 + 2 * n}`, sizeBytes: 900 },
          { ...event, key: `${folder}/index.${898 + 2 * n}`, sizeBytes: null },
          { ...event, key: `${folder}/hints.${898 + 2 * n}`, sizeBytes: null },
        ]),
    ],
  };
}

/** Volumes of one run, with a manifest. */
export function parts(): MadeSeries {
  const runs = files((n) => `dup/duplicity-inc.${compact(n - 1)}T020000Z.to.${compact(n)}T020000Z`, {
    seed: 62,
    schedule: NIGHTLY,
    keptDays: 25,
  });
  const own = new Set<string>();
  return {
    ...runs,
    isOwn: (key) => own.has(key),
    day: (n) =>
      runs.day(n).flatMap((event) => {
        const volumes = Array.from(
          { length: 6 + (Math.abs(n) % 3) },
          (_, index) => `${event.key}.vol${index + 1}.difftar.gpg`,
        );
        for (const volume of volumes) own.add(volume);
        return volumes.map((key, index) => ({
          at: event.at + index * 20_000,
          key,
          sizeBytes: index === volumes.length - 1 ? 90 * MB : 200 * MB,
        }));
      }),
  };
}
