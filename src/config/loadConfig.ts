/** From a recipe, a file, flags and overrides to one complete, checked configuration. */
import type { Location } from "../core/index.js";
import { obstacleTo } from "./effects.js";
import { ConfigError } from "./error.js";
import { allowed, keysIn, LEAVES, nearestKey, nearestWord, valueAt } from "./keys.js";
import { RECIPES } from "./recipes.js";
import { type AskedConfig, type Config, configSchema } from "./schema.js";
import { type Setting, settingOfOverride, settingsOfFile, show } from "./settings.js";

/** What a configuration is made of. A later source wins: recipe, file, flags, sets. */
export interface ConfigSources {
  /** Name of the recipe, as if it were a flag; `small` if no source names one. */
  readonly recipe?: string | undefined;
  /** A YAML file: its name for messages, and its text. */
  readonly file?: { readonly source: string; readonly text: string } | undefined;
  /** Values of command-line flags, `place.source` being the flag. */
  readonly flags?: readonly Setting[] | undefined;
  /** Overrides of the form `path=value`. */
  readonly sets?: readonly string[] | undefined;
}

type Given = Pick<Setting, "value" | "place">;
type Values = Map<string, Given>;

/**
 * Builds the configuration of a run.
 * Keys that no source sets follow what the recipe makes depend on others, such as class weights on the objective.
 * @throws ConfigError naming the place, the value and what is allowed
 */
export function loadConfig(sources: ConfigSources = {}): Config {
  const { config, placeOf } = read(sources);
  if (isSettled(config)) return config;
  throw new ConfigError(
    placeOf("objective.name"),
    'objective.name is "auto" but must be one of btl, atl here',
    "Name one; only raretag train chooses by itself",
  );
}

/** Like {@link loadConfig}, but the objective may be `auto`. */
export function loadAskedConfig(sources: ConfigSources = {}): AskedConfig {
  return read(sources).config;
}

/** Whether the objective is named. */
export function isSettled(config: AskedConfig): config is Config {
  return config.objective.name !== "auto";
}

type PlaceOf = (path: string) => Location;

function read(sources: ConfigSources): {
  readonly config: AskedConfig;
  readonly placeOf: PlaceOf;
} {
  const { recipe, file, flags = [], sets = [] } = sources;
  const settings = [
    ...(file ? settingsOfFile(file) : []),
    ...(recipe === undefined ? [] : [{ path: "recipe", value: recipe, place: {} }]),
    ...flags,
    ...sets.map(settingOfOverride),
  ];
  const explicit: Values = new Map();
  for (const setting of settings) if (isLeaf(setting)) explicit.set(setting.path, setting);

  const chosen = explicit.get("recipe") ?? { value: "small", place: {} };
  const { config: base, dependent } =
    RECIPES[check("recipe", chosen, RECIPES.small.config) as Config["recipe"]];
  const values: Values = new Map();
  for (const path of LEAVES.keys()) {
    const given = explicit.get(path) ?? { value: valueAt(base, path), place: {} };
    values.set(path, { value: check(path, given, base), place: given.place });
  }
  for (const { path: decisive, is, values: taken } of dependent)
    if (values.get(decisive)?.value === is)
      for (const [path, value] of Object.entries(taken))
        if (!explicit.has(path)) values.set(path, { value, place: {} });

  const config = configSchema.parse(nested(values));
  const placeOf: PlaceOf = (path) => values.get(path)?.place ?? {};
  checkTogether(config, placeOf);
  for (const [path, { value }] of values)
    if (explicit.has(path) && value !== valueAt(base, path))
      checkEffect(config, { path, value, explicit });
  return { config, placeOf };
}

/** Refuses a value of the user's own that would do nothing. A complete configuration names values of its recipe too. */
function checkEffect(
  config: AskedConfig,
  { path, value, explicit }: { path: string; value: unknown; explicit: Values },
): void {
  const obstacle = obstacleTo(config, path);
  if (!obstacle) return;
  const { path: decisive, is } = obstacle;
  throw new ConfigError(
    explicit.get(path)?.place ?? {},
    `${path} is ${show(value)} but has no effect while ${decisive} is ${show(valueAt(config, decisive))}`,
    `Leave it out, or set ${decisive} to ${is.join(" or ")}`,
  );
}

/** Whether a setting has a value to take; an empty section has none. @throws ConfigError on an unknown key */
function isLeaf({ path, value, place }: Setting): boolean {
  if (LEAVES.has(path)) return true;
  const keys = keysIn(path);
  if (keys.length === 0)
    throw new ConfigError(place, `unknown key ${show(path)}`, `Did you mean ${nearestKey(path)}`);
  const empty = value === null || (typeof value === "object" && Object.keys(value).length === 0);
  if (!empty)
    throw new ConfigError(
      place,
      `${path} is ${show(value)} but must be a section with the keys ${keys.join(", ")}`,
      `Set ${path}.${keys[0]} or another of them`,
    );
  return false;
}

function check(path: string, { value, place }: Given, base: Config): unknown {
  const result = LEAVES.get(path)?.safeParse(value);
  if (result?.success) return result.data;
  const word = typeof value === "string" ? nearestWord(path, value) : undefined;
  throw new ConfigError(
    place,
    `${path} is ${show(value)} but must be ${allowed(path)}`,
    word === undefined
      ? `Leave it out for ${show(valueAt(base, path))}, the default of recipe ${base.recipe}`
      : `Did you mean ${word}`,
  );
}

/** Rules between two keys; those of the objective's options are the objective's own. */
function checkTogether(config: AskedConfig, placeOf: PlaceOf): void {
  const { windows, objective } = config;
  const room = windows.length - 2;
  if (windows.overlap >= room)
    throw new ConfigError(
      placeOf("windows.overlap"),
      `windows.overlap is ${windows.overlap} but must be < ${room}, which is windows.length without [CLS] and [SEP]`,
      "Shorten the overlap or lengthen the windows",
    );
  if (objective.name === "atl" && ["copy", "prior"].includes(objective.weights))
    throw new ConfigError(
      placeOf("objective.weights"),
      `objective.weights is "${objective.weights}", which is of copies, but the objective atl makes none`,
      "Choose other weights, or the objective btl",
    );
  if (objective.name === "btl" && !["cross-entropy", "printed"].includes(objective.loss))
    throw new ConfigError(
      placeOf("objective.loss"),
      `objective.loss is "${objective.loss}" but must be one of cross-entropy, printed with the objective btl`,
      "Choose one of the two, or the objective atl",
    );
  if (config.decode.decoder === "viterbi" && config.labels.scheme !== "io")
    throw new ConfigError(
      placeOf("decode.decoder"),
      `decode.decoder is "viterbi" but labels.scheme is "${config.labels.scheme}", whose labels are not types`,
      "Choose the scheme io, or another decoder",
    );
  if (objective.name === "atl" && objective.head === "binary")
    throw new ConfigError(
      placeOf("objective.head"),
      'objective.head is "binary" but must be softmax with the objective atl',
      "Leave it out, or choose the objective btl",
    );
}

function nested(values: Values): object {
  const root: Record<string, unknown> = {};
  for (const [path, { value }] of values) {
    const keys = path.split(".");
    const leaf = keys.pop() as string;
    let node = root;
    for (const key of keys) {
      node[key] ??= {};
      node = node[key] as Record<string, unknown>;
    }
    node[leaf] = value;
  }
  return root;
}
