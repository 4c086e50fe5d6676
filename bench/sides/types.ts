/**
 * Times what may grow with the number of types: a fused step, nearest neighbours, and annotating.
 * Text and encoder are real, types and output layer are made up. usage: types.js COUNT CORPUS ENCODER
 */

import { createBenchSteps } from "../../src/cli/benchSteps.js";
import { createRandom, type Tensor } from "../../src/core/index.js";
import { type Document, readCorpus } from "../../src/corpus/index.js";
import { initialParameter } from "../../src/encoder/index.js";
import {
  argmaxDecoder,
  buildDatastore,
  createForwardRunner,
  type EncodedDocuments,
  encodeDocument,
  knnDecoder,
  logitsOfDocuments,
  predictDocuments,
} from "../../src/inference/index.js";
import { createLabelSet } from "../../src/labels/index.js";
import { loadEncoder } from "../../src/recognizer/index.js";
import { planWindows } from "../../src/tokenizer/index.js";
import { median } from "../statistics.js";
import { report, THREADS, timed } from "./report.js";

const [count, corpus, folder] = process.argv.slice(2) as [string, string, string];
const types = Number(count);
/** Documents in the datastore, and those that are looked up in it and annotated. */
const STORED = 40;
const ASKED = 8;
const RUNS = 3;
const WINDOWS = { length: 256, overlap: 32 };

const steps = await createBenchSteps({
  ...{ size: "minilm", optimizer: "adamw", batch: 8, length: 128, dropout: 0.1 },
  ...{ threads: THREADS, types },
});
const objective = steps.objective({ name: "btl", schedule: "fused" });
await timed(2, () => steps.time(objective));
const stepSeconds = median(await timed(8, () => steps.time(objective)));
await steps.release();

const labelSet = createLabelSet({
  scheme: "io",
  types: Array.from({ length: types }, (_, i) => `Type_${i + 1}`),
});
const classes = labelSet.labels.length;
const { config, tokenizer, parameters: encoder } = await loadEncoder(folder, labelSet);
const random = createRandom(0);
const fresh = (name: string, shape: readonly number[]): Tensor<"float32"> =>
  initialParameter(name, shape, { config, random });
const layer = {
  weight: fresh("classifier.weight", [classes, config.hiddenSize]),
  bias: fresh("classifier.bias", [classes]),
};
const runner = await createForwardRunner({
  ...{ config, outputs: classes, threads: THREADS },
  parameters: new Map([
    ...encoder,
    ["classifier.weight", layer.weight],
    ["classifier.bias", layer.bias],
  ]),
});
const { documents } = await readCorpus(corpus, { format: "auto" });
const [stored, asked] = [documents.slice(0, STORED), documents.slice(STORED, STORED + ASKED)];

async function encoded(part: readonly Document[]): Promise<EncodedDocuments> {
  const encodings = await Promise.all(part.map((document) => encodeDocument(tokenizer, document)));
  const windows = encodings.flatMap((encoding, document) =>
    planWindows(encoding, { ...WINDOWS, text: part[document]?.text ?? "", document }),
  );
  return { encodings, windows };
}

const training = await encoded(stored);
const datastore = await buildDatastore(runner, training, {
  ...{ tokenizer, layer, threads: THREADS, classes: labelSet.labels },
  documentIds: stored.map(({ id }) => id),
  labels: training.encodings.map(({ ids }) => ids.map(() => random.below(classes))),
});
const knn = await knnDecoder(datastore, {
  settings: { k: 17, metric: "euclidean", weights: "uniform", prior: false },
  threads: THREADS,
});
const queries = await logitsOfDocuments(runner, await encoded(asked), {
  ...{ tokenizer, outputs: classes },
});
const decode = async () => {
  for (const logits of queries) await knn.decode(logits);
};
await decode();
const knnSeconds = Math.min(...(await timed(RUNS, decode)));
await knn.release();

const decoder = argmaxDecoder({ classes, head: "softmax" });
const annotate = () =>
  predictDocuments(asked, {
    ...{ runner, decoder, tokenizer, labelSet, head: "softmax", windows: WINDOWS },
  });
await annotate();
const annotateSeconds = Math.min(...(await timed(RUNS, annotate)));
await runner.release();
report({ stepSeconds, knnSeconds, annotateSeconds, stored: datastore.labels.length });
