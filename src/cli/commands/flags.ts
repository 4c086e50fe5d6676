/** Flags that several commands have. */

import type { FlagDefinition } from "../definition.js";

/** Whole numbers from `min` on. */
export const countFrom = (min: number, max: number) => ({ min, max, whole: true }) as const;

/** A corpus and how it is read. */
export const corpusFlags: readonly FlagDefinition[] = [
  { flags: "--corpus <dir>", about: "folder of annotated documents", required: true },
  {
    flags: "--corpus-format <format>",
    about: "one of `raretag formats`; found out by itself unless given",
  },
  {
    flags: "--read <name=value>",
    about: "a setting of the format's reader, see `raretag formats`",
    repeatable: true,
  },
];

/** Goes on without what cannot be read. */
export const skipUnreadableFlag: FlagDefinition = {
  flags: "--skip-unreadable",
  about: "go on without what cannot be read of the annotations",
};

/** Flags that choose a split. @param about what the file is for */
export const splitFlags = (about: string): readonly FlagDefinition[] => [
  { flags: "--split <file>", about },
  {
    flags: "--fold <n>",
    about: "of the split's folds the one to take",
    range: countFrom(1, 10_000),
  },
  {
    flags: "--changed-corpus <what>",
    about: "accept a corpus that is not as it was when it was split",
    choices: ["accept"],
  },
];

/** Where the configuration comes from. */
export const configFlags: readonly FlagDefinition[] = [
  { flags: "--recipe <name>", about: "small (the default) or paper", sets: "recipe" },
  { flags: "--config <file>", about: "YAML file with settings; `raretag config` prints one" },
  {
    flags: "--set <path=value>",
    about: "set one key of the configuration; wins over everything else",
    repeatable: true,
  },
];

/** How a model decodes. */
export const decodeFlag: FlagDefinition = {
  flags: "--decode <decoder>",
  about: "how logits become labels; the model's own unless given",
  choices: ["argmax", "knn", "viterbi"],
};

/** Processor threads. */
export const threadsFlag: FlagDefinition = {
  flags: "--threads <n>",
  about: "processor threads; 0, the default, takes all cores",
  range: { min: 0, max: 1024, whole: true },
};

/** Where the encoder runs. */
export const deviceFlag: FlagDefinition = {
  flags: "--device <name>",
  about: "where the encoder runs; auto takes webgpu where it is at least twice as fast",
  choices: ["cpu", "webgpu", "cuda", "auto"],
};

/** Of the weights. */
export const precisionFlag: FlagDefinition = {
  flags: "--precision <kind>",
  about: "fp32 (the default), or int8: faster, a little less exact",
  choices: ["fp32", "int8"],
};

/** A model folder. */
export const modelFlag: FlagDefinition = {
  flags: "--model <dir>",
  about: "model folder written by `raretag train`",
  required: true,
};

/** A queue. */
export const queueFlag: FlagDefinition = {
  flags: "--queue <url>",
  about: "Redis or Valkey: redis://HOST:PORT or rediss://..., see docs/queue.md",
};

/** Its name. */
export const queueNameFlag: FlagDefinition = {
  flags: "--queue-name <name>",
  about: "which queue of that server; raretag",
};

/** Replaces results. */
export const overwriteFlag: FlagDefinition = {
  flags: "--overwrite",
  about: "replace what is already there",
};

/** No network. */
export const offlineFlag: FlagDefinition = {
  flags: "--offline",
  about: "use the local cache only, never the network",
};

/** Scores that are shown. */
export const scoreFlag: FlagDefinition = {
  flags: "--score <name>",
  about: "a score to show and to test, such as macroF1; all unless given",
  repeatable: true,
};
