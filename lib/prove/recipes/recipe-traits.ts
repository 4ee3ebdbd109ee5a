import { RECIPES, type Recipe } from '../../core/model/proof.ts';

/** What is known of a recipe before it is loaded. */
export interface RecipeTraits {
  /** What there is to ask afterwards. */
  readonly restores: 'database' | 'files';
  readonly canReadInPlace: boolean;
  /** How many times the size of the copy is needed in scratch, unless it is set: the copy, and what becomes of it. */
  readonly scratchFactor: number;
}

const TRAITS: Readonly<Record<Recipe, RecipeTraits>> = {
  postgres: { restores: 'database', canReadInPlace: false, scratchFactor: 8 },
  mariadb: { restores: 'database', canReadInPlace: false, scratchFactor: 8 },
  mysql: { restores: 'database', canReadInPlace: false, scratchFactor: 8 },
  sqlite: { restores: 'database', canReadInPlace: false, scratchFactor: 3 },
  restic: { restores: 'files', canReadInPlace: true, scratchFactor: 1 },
  borg: { restores: 'files', canReadInPlace: true, scratchFactor: 1 },
  tar: { restores: 'files', canReadInPlace: false, scratchFactor: 5 },
  zip: { restores: 'files', canReadInPlace: false, scratchFactor: 5 },
  '7z': { restores: 'files', canReadInPlace: false, scratchFactor: 8 },
  files: { restores: 'files', canReadInPlace: true, scratchFactor: 1 },
  command: { restores: 'files', canReadInPlace: false, scratchFactor: 3 },
};

export function recipeTraits(recipe: Recipe): RecipeTraits {
  return TRAITS[recipe];
}

/** Those whose tools always read the place themselves: what they keep is more than one copy. */
export const READS_IN_PLACE: readonly Recipe[] = RECIPES.filter((recipe) => TRAITS[recipe].canReadInPlace);
