/** Room `config`: the settings of a run, from recipe, file and flags to one checked value. */
export { describeConfig, formatConfig, type KeyDescription } from "./describe.js";
export { hasEffect } from "./effects.js";
export { ConfigError } from "./error.js";
export { type ConfigSources, isSettled, loadAskedConfig, loadConfig } from "./loadConfig.js";
export { type AskedConfig, type Config, RECIPE_NAMES, SELECTIONS } from "./schema.js";
export { type Setting, scalarOf, settingsOfFile } from "./settings.js";
export { withSettings } from "./withSettings.js";
