/**
 * Trains all token labels as torch_baseline.py does and prints the seconds of each epoch, a line each.
 * usage: epoch.js CORPUS ENCODER SPLIT EPOCHS [FROZEN_LAYERS]
 */

import { readTrainData } from "../../src/cli/trainData.js";
import { loadConfig } from "../../src/config/index.js";
import { createLabelSet } from "../../src/labels/index.js";
import { loadEncoder } from "../../src/recognizer/index.js";
import { train } from "../../src/training/index.js";
import { report, THREADS } from "./report.js";

const [corpus, encoder, split, epochs, frozen = "null"] = process.argv.slice(2) as [
  ...[string, string, string, string],
  string?,
];
const config = loadConfig({
  sets: [
    "objective.name=atl",
    "training.dev=none",
    `training.epochs=${epochs}`,
    `training.freeze=${frozen}`,
    `threads=${THREADS}`,
    "seed=0",
  ],
});
const data = await readTrainData({ corpus, split }, config);
const labelSet = createLabelSet({ scheme: config.labels.scheme, types: data.types });
const loaded = await loadEncoder(encoder, labelSet);
for await (const event of train({
  ...{ config, labelSet, train: data.train },
  ...{ encoder: loaded, tokenizer: loaded.tokenizer },
}))
  if (event.kind === "epoch") report({ epoch: event.epoch, seconds: event.seconds });
