/** Commands that make models and use them. */

import type { CommandDefinition } from "../definition.js";
import {
  configFlags,
  corpusFlags,
  countFrom,
  decodeFlag,
  deviceFlag,
  modelFlag,
  offlineFlag,
  overwriteFlag,
  precisionFlag,
  queueFlag,
  queueNameFlag,
  skipUnreadableFlag,
  splitFlags,
  threadsFlag,
} from "./flags.js";

/** In the order of the help. */
export const MODELS: readonly CommandDefinition[] = [
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
      {
        flags: "--objective <name>",
        about: "btl (the default), atl, or auto: chosen by cross-validation in the training part",
        sets: "objective.name",
      },
      {
        flags: "--inner-folds <n>",
        about: "objective auto: parts of the training part, each of which is scored once; 3",
        range: countFrom(2, 1000),
      },
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
    load: async () => (await import("../train.js")).runTrain,
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
    load: async () => (await import("../evaluate.js")).runEvaluate,
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
      { ...queueFlag, about: "let workers do it, for millions of texts, see docs/queue.md" },
      queueNameFlag,
      {
        flags: "--shard-size <n>",
        about: "texts that a worker gets at a time, rounded up to a multiple of 32; 256",
        range: countFrom(1, 100_000),
      },
      overwriteFlag,
    ],
    load: async () => (await import("../annotate.js")).runAnnotate,
  },
  {
    name: "worker",
    about: "do what comes through a queue: runs of experiments, texts to annotate",
    flags: [
      { ...queueFlag, required: true },
      queueNameFlag,
      {
        flags: "--concurrency <n>",
        about: "tasks at a time, a process each; 1",
        range: countFrom(1, 1024),
      },
      {
        ...threadsFlag,
        about: "processor threads for texts; 0, the default, takes all cores; runs have their own",
      },
      {
        flags: "--stalled-after <seconds>",
        about: "without a sign of life after which another worker takes its tasks; 30",
        range: { min: 1, max: 3600 },
      },
    ],
    load: async () => (await import("../worker.js")).runWorker,
  },
  {
    name: "explain",
    about: "show why a model takes words of a text for a type; prints the text",
    argument: { syntax: "<file>", about: "file with a text; - reads standard input" },
    flags: [
      modelFlag,
      { flags: "--mention <start-end>", about: "explain this part of the text, UTF-16 offsets" },
      { flags: "--all", about: "explain every mention that is found" },
      { flags: "--type <type>", about: "as which type; what the model takes it for unless given" },
      {
        flags: "--against <type>",
        about: "what the type is ahead of: O (the default), another type, or none",
      },
      {
        flags: "--steps <n>",
        about: "places on the path of integrated gradients; 24",
        range: countFrom(1, 1000),
      },
      {
        flags: "--baseline <name>",
        about: "where the path begins: mask (the default), pad or zero",
        choices: ["mask", "pad", "zero"],
      },
      decodeFlag,
      threadsFlag,
      { flags: "--json", about: "print a line of JSON for each explanation" },
    ],
    load: async () => (await import("../explain.js")).runExplain,
  },
];
