import type { Recipe } from '../../core/model/proof.ts';
import type { Restored, Restoring } from '../restoring.ts';

/** How a recipe restores, and what it needs on this host. Each is loaded when it is used. */
export interface RecipeEntry {
  /** Programs; of each any of its names. */
  readonly tools: readonly (readonly string[])[];
  readonly restore: (r: Restoring) => Promise<Restored>;
}

/** Loads a recipe. `files` reads in place and has no entry here. */
export async function loadRecipe(recipe: Exclude<Recipe, 'files'>): Promise<RecipeEntry> {
  switch (recipe) {
    case 'postgres': {
      const { POSTGRES_TOOLS, restorePostgres } = await import('./postgres.ts');
      return { tools: POSTGRES_TOOLS, restore: restorePostgres };
    }
    case 'mariadb':
    case 'mysql': {
      const { MARIADB_TOOLS, MYSQL_TOOLS, restoreMariadb } = await import('./mariadb.ts');
      return { tools: recipe === 'mysql' ? MYSQL_TOOLS : MARIADB_TOOLS, restore: restoreMariadb };
    }
    case 'sqlite': {
      const { restoreSqlite, SQLITE_TOOLS } = await import('./sqlite.ts');
      return { tools: SQLITE_TOOLS, restore: restoreSqlite };
    }
    case 'restic': {
      const { RESTIC_TOOLS, restoreRestic } = await import('./restic.ts');
      return { tools: RESTIC_TOOLS, restore: restoreRestic };
    }
    case 'borg': {
      const { BORG_TOOLS, restoreBorg } = await import('./borg.ts');
      return { tools: BORG_TOOLS, restore: restoreBorg };
    }
    case 'tar':
    case 'zip':
    case '7z': {
      const [{ restoreArchive }, tools] = await Promise.all([import('./archive.ts'), import('./archive-tools.ts')]);
      const { SEVENZIP, SEVENZIP_TOOLS, TAR, TAR_TOOLS, ZIP, ZIP_TOOLS } = tools;
      const of = { tar: [TAR, TAR_TOOLS], zip: [ZIP, ZIP_TOOLS], '7z': [SEVENZIP, SEVENZIP_TOOLS] } as const;
      const [tool, needs] = of[recipe];
      return { tools: needs, restore: (r) => restoreArchive(r, tool) };
    }
    case 'command': {
      const { restoreByCommand } = await import('./own-command.ts');
      return { tools: [], restore: restoreByCommand };
    }
  }
}
