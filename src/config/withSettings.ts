/** A configuration with a few settings more, as if they had been given with the others. */
import { LEAVES, valueAt } from "./keys.js";
import { loadConfig } from "./loadConfig.js";
import { RECIPES } from "./recipes.js";
import type { AskedConfig, Config } from "./schema.js";

/**
 * Adds settings, which win. What the recipe makes depend on them follows, but for values that differ from the recipe's.
 * @param settings values by path, such as `objective.name`
 * @throws ConfigError if they do not fit with the others
 */
export function withSettings(
  config: AskedConfig,
  settings: Readonly<Record<string, unknown>>,
): Config {
  const base = RECIPES[config.recipe].config;
  const own = [...LEAVES.keys()]
    .filter((path) => valueAt(config, path) !== valueAt(base, path))
    .map((path) => [path, valueAt(config, path)] as const);
  const flags = [...own, ...Object.entries(settings)].map(([path, value]) => ({
    ...{ path, value, place: {} },
  }));
  return loadConfig({ recipe: config.recipe, flags });
}
