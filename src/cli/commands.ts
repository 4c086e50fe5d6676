/** The table of commands with every flag; the command line, its help and the documentation test follow it. */
import type { CommandDefinition, FlagDefinition } from "./definition.js";

const countFrom = (min: number, max: number) => ({ min, max, whole: true }) as const;

const corpusFlags: readonly FlagDefinition[] = [
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

const skipUnreadableFlag: FlagDefinition = {
  flags: "--skip-unreadable",
  about: "go on without what cannot be read of the annotations",
};

/** Flags that choose a split. @param about what the file is for */
const splitFlags = (about: string): readonly FlagDefinition[] => [
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

const configFlags: readonly FlagDefinition[] = [
  { flags: "--recipe <name>", about: "small (the default) or paper", sets: "recipe" },
  { flags: "--config <file>", about: "YAML file with settings; `raretag config` prints one" },
  {
    flags: "--set <path=value>",
    about: "set one key of the configuration; wins over everything else",
    repeatable: true,
  },
];

const decodeFlag: FlagDefinition = {
  flags: "--decode <decoder>",
  about: "how logits become labels; the model's own unless given",
  choices: ["argmax", "knn"],
};

const threadsFlag: FlagDefinition = {
  flags: "--threads <n>",
  about: "processor threads; 0, the default, takes all cores",
  range: { min: 0, max: 1024, whole: true },
};

const deviceFlag: FlagDefinition = {
  flags: "--device <name>",
  about: "where the encoder runs; auto takes webgpu where it is at least twice as fast",
  choices: ["cpu", "webgpu", "cuda", "auto"],
};

const precisionFlag: FlagDefinition = {
  flags: "--precision <kind>",
  about: "fp32 (the default), or int8: faster, a little less exact",
  choices: ["fp32", "int8"],
};

const modelFlag: FlagDefinition = {
  flags: "--model <dir>",
  about: "model folder written by `raretag train`",
  required: true,
};

const overwriteFlag: FlagDefinition = {
  flags: "--overwrite",
  about: "replace what is already there",
};

const offlineFlag: FlagDefinition = {
  flags: "--offline",
  about: "use the local cache only, never the network",
};

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandDefinition[] = [
  {
    name: "audit",
    about: "look for problems in a corpus before training on it",
    flags: [
      ...corpusFlags,
      ...splitFlags(
        "file that names the documents of each part, written by `raretag split` or by hand",
      ),
      { flags: "--dev <dir>", about: "folder of the dev part; the corpus is the training part" },
      { flags: "--test <dir>", about: "folder of the test part; the corpus is the training part" },
      { flags: "--encoder <dir>", about: "count its pieces and windows; a folder" },
      { flags: "--json", about: "print everything as JSON" },
      { flags: "--html <file>", about: "write a page with plots that needs nothing else" },
      {
        flags: "--with-text",
        about: "show frequent strings and examples, which are private",
      },
      {
        flags: "--fail-on <severity>",
        about: "end with exit code 1 if there is a finding so bad or worse",
        choices: ["error", "warning", "note"],
      },
      overwriteFlag,
    ],
    load: async () => (await import("./audit.js")).runAudit,
  },
  {
    name: "convert",
    about: "write a corpus in another format, and say what that loses",
    argument: { syntax: "<input>", about: "folder or file" },
    flags: [
      { flags: "--to <format>", about: "one of `raretag formats`", required: true },
      { flags: "--out <path>", about: "folder, or file of a format that has one", required: true },
      { flags: "--from <format>", about: "found out by itself unless given" },
      ...corpusFlags.slice(2),
      { flags: "--strict", about: "refuse to write if anything would be lost" },
      { flags: "--problems <file>", about: "write everything odd as JSON lines" },
      overwriteFlag,
    ],
    load: async () => (await import("./convert.js")).runConvert,
  },
  {
    name: "formats",
    about: "list the formats of corpora, with the settings of their readers",
    flags: [],
    load: async () => (await import("./formats.js")).runFormats,
  },
  {
    name: "split",
    about: "write a file that says which documents are for training and which for scoring",
    flags: [
      ...corpusFlags,
      { flags: "--out <file>", about: "the split file", required: true },
      {
        flags: "--test <share>",
        about: "of the documents; 0.2, unless folds or a share for dev are given",
        range: { min: 0, max: 1 },
      },
      { flags: "--dev <share>", about: "of the documents", range: { min: 0, max: 1 } },
      {
        flags: "--folds <n>",
        about: "parts of a cross-validation, each of which is the test part once",
        range: countFrom(2, 1000),
      },
      { flags: "--repeats <n>", about: "cross-validations; 1", range: countFrom(1, 1000) },
      {
        flags: "--group <regex>",
        about: "its group in parentheses finds in an id what belongs together, e.g. the patient",
      },
      {
        flags: "--group-field <name>",
        about: "field of documents that says what belongs together",
      },
      {
        flags: "--near-duplicates <what>",
        about: "keep (the default) nearly the same texts in one part, or ignore that they are",
        choices: ["keep", "ignore"],
      },
      {
        flags: "--seed <n>",
        about: "seed of what is chosen by chance; 1",
        range: countFrom(0, 2 ** 31 - 1),
      },
      overwriteFlag,
    ],
    load: async () => (await import("./split.js")).runSplit,
  },
  {
    name: "train",
    about: "fine-tune an encoder on a corpus and save the best epoch",
    flags: [
      ...corpusFlags,
      skipUnreadableFlag,
      { flags: "--out <dir>", about: "folder for the model", required: true },
      {
        flags: "--encoder <dir|id>",
        about: "pretrained encoder: a folder or a Hub id",
        sets: "encoder",
      },
      { flags: "--objective <name>", about: "btl (the default) or atl", sets: "objective.name" },
      {
        flags: "--dev <dir|share|none>",
        about: "part that chooses the best epoch",
        sets: "training.dev",
      },
      { flags: "--test <dir>", about: "folder of documents to score at the end" },
      ...splitFlags(
        "file that names the documents of each part, written by `raretag split` or by hand",
      ),
      { flags: "--epochs <n>", about: "passes over the training part", sets: "training.epochs" },
      {
        flags: "--learning-rate <x>",
        about: "highest learning rate",
        sets: "optimizer.learningRate",
      },
      {
        flags: "--freeze <n>",
        about: "keep the embeddings and the n lowest layers as they are: faster",
        sets: "training.freeze",
      },
      { flags: "--seed <n>", about: "seed of everything random", sets: "seed" },
      { flags: "--threads <n>", about: "processor threads; 0 takes all cores", sets: "threads" },
      {
        flags: "--device <name>",
        about: "cpu (the default), webgpu, cuda or auto",
        sets: "device",
      },
      ...configFlags,
      {
        flags: "--resume <dir>",
        about:
          "go on with the run in this folder that was killed or interrupted; takes no other flag",
        standsAlone: true,
      },
      { flags: "--dry-run", about: "print windows, steps, memory, disk and time, then stop" },
      offlineFlag,
      overwriteFlag,
    ],
    load: async () => (await import("./train.js")).runTrain,
  },
  {
    name: "evaluate",
    about: "score a model on a corpus",
    flags: [
      modelFlag,
      ...corpusFlags,
      skipUnreadableFlag,
      ...splitFlags("score only the documents that this file calls test"),
      decodeFlag,
      threadsFlag,
      precisionFlag,
      deviceFlag,
      {
        flags: "--metrics <kind>",
        about: "paper prints the published variant beside the harmonic F1",
        choices: ["harmonic", "paper"],
      },
      { flags: "--out <file>", about: "write all scores as JSON" },
      { flags: "--errors <file>", about: "list confusions, misses and false mentions" },
      { flags: "--with-text", about: "put the text of the mentions into that list" },
      overwriteFlag,
    ],
    load: async () => (await import("./evaluate.js")).runEvaluate,
  },
  {
    name: "annotate",
    about: "find mentions in new text: files, folders or standard input",
    argument: { syntax: "[paths...]", about: "files and folders; none or - reads standard input" },
    flags: [
      modelFlag,
      {
        flags: "--format <format>",
        about: "format of the result: text for people, or one of `raretag formats`",
      },
      { flags: "--out <dir>", about: "folder for the result, instead of standard output" },
      {
        flags: "--from <format>",
        about:
          "the input is a corpus, its mentions are replaced: auto, or one of `raretag formats`",
      },
      ...corpusFlags.slice(2),
      {
        flags: "--min-probability <p>",
        about: "leave out mentions that are less probable",
        range: { min: 0, max: 1 },
      },
      decodeFlag,
      threadsFlag,
      precisionFlag,
      deviceFlag,
      {
        flags: "--neighbours",
        about: "jsonl, decoder knn: add the training tokens that decided, with their places",
      },
      overwriteFlag,
    ],
    load: async () => (await import("./annotate.js")).runAnnotate,
  },
  {
    name: "experiment",
    about: "do the runs of a grid, and go on where it stopped",
    argument: { syntax: "<grid>", about: "YAML file, see docs/experiments.md" },
    flags: [
      { flags: "--out <dir>", about: "folder of the experiment", required: true },
      {
        flags: "--records <dir>",
        about: "folder of the records, which experiments may share; in --out unless given",
      },
      {
        flags: "--workers <n>",
        about: "processes of one run each; all cores unless given",
        range: countFrom(1, 1024),
      },
      { flags: "--dry-run", about: "say how many runs there are, and do none" },
      offlineFlag,
    ],
    load: async () => (await import("./experiment.js")).runExperiment,
  },
  {
    name: "export",
    about: "write a model as files that other libraries read",
    argument: { syntax: "<model>", about: "model folder written by `raretag train`" },
    flags: [
      {
        flags: "--format <format>",
        about: "hf: Python's transformers; onnx and onnx-int8: ONNX Runtime, transformers.js",
        required: true,
        choices: ["hf", "onnx", "onnx-int8"],
      },
      { flags: "--out <dir>", about: "folder for the files", required: true },
      {
        flags: "--decode <decoder>",
        about: "knn puts the vote of the nearest training tokens into the ONNX model",
        choices: ["argmax", "knn"],
      },
      { flags: "--corpus <dir>", about: "onnx-int8: documents to score before and after" },
      ...corpusFlags.slice(1),
      skipUnreadableFlag,
      ...splitFlags("score only the documents that this file calls test"),
      threadsFlag,
      overwriteFlag,
    ],
    load: async () => (await import("./export.js")).runExport,
  },
  {
    name: "fetch",
    about: "download an encoder for a machine without network",
    argument: { syntax: "<id>", about: "Hub id of the encoder, e.g. dmis-lab/biobert-v1.1" },
    flags: [
      { flags: "--out <dir>", about: "folder for its files", required: true },
      offlineFlag,
      overwriteFlag,
    ],
    load: async () => (await import("./fetch.js")).runFetch,
  },
  {
    name: "config",
    about: "print the complete configuration of a run as YAML",
    flags: configFlags,
    load: async () => (await import("./config.js")).runConfig,
  },
  {
    name: "demo",
    about: "train on a small synthetic corpus with atl and btl, without network",
    flags: [
      {
        flags: "--seed <n>",
        about: "seed of corpus and training",
        range: { min: 0, max: 2 ** 31 - 1, whole: true },
      },
      { flags: "--out <dir>", about: "keep corpus and models in this folder" },
      overwriteFlag,
    ],
    load: async () => (await import("./demo.js")).runDemo,
  },
  {
    name: "bench",
    about: "show where the time of a training step goes",
    argument: { syntax: "<what>", about: "profile: time by operator and by part of the step" },
    flags: [
      {
        flags: "--size <name>",
        about: "encoder with random weights: minilm (the default), tiny or base",
        choices: ["tiny", "minilm", "base"],
      },
      { flags: "--batch <n>", about: "windows a step; 8", range: countFrom(1, 4096) },
      { flags: "--length <n>", about: "pieces of a window; 128", range: countFrom(3, 512) },
      { flags: "--dropout <x>", about: "dropout everywhere; 0.1", range: { min: 0, max: 0.9 } },
      {
        flags: "--optimizer <name>",
        about: "adamw (the default) or sgd",
        choices: ["adamw", "sgd"],
      },
      { flags: "--steps <n>", about: "steps that are counted; 10", range: countFrom(1, 200) },
      threadsFlag,
      { flags: "--json", about: "print the profile as JSON" },
    ],
    load: async () => (await import("./bench.js")).runBench,
  },
];
