/** Commands that compare ways to train, and predictions. */

import type { CommandDefinition } from "../definition.js";
import {
  countFrom,
  offlineFlag,
  overwriteFlag,
  queueFlag,
  queueNameFlag,
  scoreFlag,
  skipUnreadableFlag,
} from "./flags.js";

/** In the order of the help. */
export const STUDIES: readonly CommandDefinition[] = [
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
        about:
          "processes of one run each, all cores unless given; with --queue, runs that are handed in at a time",
        range: countFrom(1, 1024),
      },
      queueFlag,
      queueNameFlag,
      { flags: "--dry-run", about: "say how many runs there are, and do none" },
      offlineFlag,
    ],
    load: async () => (await import("../experiment.js")).runExperiment,
  },
  {
    name: "report",
    about: "say what the runs of an experiment show, with intervals and tests",
    argument: { syntax: "<folder>", about: "folder that `raretag experiment` has written" },
    flags: [
      {
        flags: "--records <dir>",
        about: "folder of the records; the one in the experiment's unless given",
      },
      { flags: "--markdown <file>", about: "file for the report, instead of standard output" },
      { flags: "--html <file>", about: "write a page with plots that needs nothing else" },
      scoreFlag,
      overwriteFlag,
    ],
    load: async () => (await import("../report.js")).runReport,
  },
  {
    name: "compare",
    about: "say how two sets of predictions differ, of any tool and format",
    argument: {
      syntax: "<predictions...>",
      about: "two corpora with predicted mentions: a baseline, and what is compared with it",
    },
    flags: [
      {
        flags: "--gold <dir>",
        about: "the same documents as people annotated them",
        required: true,
      },
      { flags: "--gold-format <format>", about: "found out by itself unless given" },
      { flags: "--gold-read <name=value>", about: "a setting of its reader", repeatable: true },
      { flags: "--format-a <format>", about: "of the first set" },
      { flags: "--read-a <name=value>", about: "a setting of its reader", repeatable: true },
      { flags: "--format-b <format>", about: "of the second set" },
      { flags: "--read-b <name=value>", about: "a setting of its reader", repeatable: true },
      skipUnreadableFlag,
      scoreFlag,
      { flags: "--markdown <file>", about: "file for the report, instead of standard output" },
      { flags: "--html <file>", about: "write a page with plots that needs nothing else" },
      { flags: "--json", about: "print all numbers as JSON" },
      overwriteFlag,
    ],
    load: async () => (await import("../compare.js")).runCompare,
  },
];
