/** The table of commands with every flag; the command line, its help and the documentation test follow it. */
import type { CommandDefinition, FlagDefinition } from "./definition.js";

const corpusFlags: readonly FlagDefinition[] = [
  { flags: "--corpus <dir>", about: "folder of annotated documents", required: true },
  {
    flags: "--corpus-format <format>",
    about: "brat, conll or jsonl; found out by itself unless given",
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

const countFrom = (min: number, max: number) => ({ min, max, whole: true }) as const;

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandDefinition[] = [
  {
    name: "audit",
    about: "look for problems in a corpus before training on it",
    flags: [...corpusFlags, { flags: "--json", about: "print the findings as JSON" }],
    load: async () => (await import("./audit.js")).runAudit,
  },
  {
    name: "train",
    about: "fine-tune an encoder on a corpus and save the best epoch",
    flags: [
      ...corpusFlags,
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
      { flags: "--split <file>", about: "file that names the documents of each part" },
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
      { flags: "--split <file>", about: "score only the documents that this file calls test" },
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
        about: "format of the result",
        choices: ["brat", "jsonl", "conll", "text"],
      },
      { flags: "--out <dir>", about: "folder for the result, instead of standard output" },
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
      { flags: "--split <file>", about: "score only the documents that this file calls test" },
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
