/** Commands around all that. */

import type { CommandDefinition } from "../definition.js";
import {
  configFlags,
  corpusFlags,
  countFrom,
  offlineFlag,
  overwriteFlag,
  skipUnreadableFlag,
  splitFlags,
  threadsFlag,
} from "./flags.js";

/** In the order of the help. */
export const TOOLS: readonly CommandDefinition[] = [
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
        choices: ["argmax", "knn", "viterbi"],
      },
      { flags: "--corpus <dir>", about: "onnx-int8: documents to score before and after" },
      ...corpusFlags.slice(1),
      skipUnreadableFlag,
      ...splitFlags("score only the documents that this file calls test"),
      threadsFlag,
      overwriteFlag,
    ],
    load: async () => (await import("../export.js")).runExport,
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
    load: async () => (await import("../fetch.js")).runFetch,
  },
  {
    name: "config",
    about: "print the complete configuration of a run as YAML",
    flags: configFlags,
    load: async () => (await import("../config.js")).runConfig,
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
    load: async () => (await import("../demo.js")).runDemo,
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
    load: async () => (await import("../bench.js")).runBench,
  },
];
