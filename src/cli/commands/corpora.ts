/** Commands about corpora. */

import type { CommandDefinition } from "../definition.js";
import { corpusFlags, countFrom, overwriteFlag, splitFlags } from "./flags.js";

/** In the order of the help. */
export const CORPORA: readonly CommandDefinition[] = [
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
    load: async () => (await import("../audit.js")).runAudit,
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
    load: async () => (await import("../convert.js")).runConvert,
  },
  {
    name: "formats",
    about: "list the formats of corpora, with the settings of their readers",
    flags: [],
    load: async () => (await import("../formats.js")).runFormats,
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
    load: async () => (await import("../split.js")).runSplit,
  },
];
