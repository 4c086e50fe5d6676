/** Scores a model on the test part of a split. usage: score.js MODEL CORPUS SPLIT PRECISION */

import { readTrainData } from "../../src/cli/trainData.js";
import { loadConfig } from "../../src/config/index.js";
import type { Precision } from "../../src/encoder/index.js";
import { loadModel } from "../../src/recognizer/index.js";
import { scorePredictions } from "../../src/training/index.js";
import { recognizerOf } from "./recognizer.js";
import { report } from "./report.js";

const [folder, corpus, split, precision] = process.argv.slice(2) as [
  string,
  string,
  string,
  Precision,
];
const { test = [] } = await readTrainData({ corpus, split }, loadConfig());
const model = await loadModel(folder);
const recognizer = await recognizerOf(model, precision);
const predictions = await recognizer.predict(test);
await recognizer.release();
const { mentions } = scorePredictions(test, predictions, {
  labelSet: model.labelSet,
  policies: model.description.policies,
  decode: recognizer.decoder,
});
report({ strictF1: 100 * (mentions.strict.micro.f1 ?? 0), documents: test.length });
