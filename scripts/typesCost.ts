/**
 * Prints what each part of the work costs by the number of types, in milliseconds of processor time on one core:
 * `npx tsx scripts/typesCost.ts CORPUS ENCODER [41,500,2000] [ROUNDS]`. The text is the same throughout; rounds go
 * from one number of types to the next, so that what else the machine does falls on all of them.
 */

import { syntheticTypes, withSyntheticTypes } from "../bench/synthetic.js";
import { createBenchSteps } from "../src/cli/benchSteps.js";
import { createRandom, float32 } from "../src/core/index.js";
import { readCorpus } from "../src/corpus/index.js";
import { initialParameter } from "../src/encoder/index.js";
import {
  argmaxDecoder,
  buildDatastore,
  createForwardRunner,
  ownedLogits,
  predictDocuments,
} from "../src/inference/index.js";
import { createSearch, logitBasis, voteShares, winners } from "../src/knn/index.js";
import { createLabelSet } from "../src/labels/index.js";
import { loadEncoder } from "../src/recognizer/index.js";
import { prepareDocuments, scorePredictions } from "../src/training/index.js";

const [corpus, folder, types = "41,500,2000", rounds = "5"] = process.argv.slice(2);
if (!corpus || !folder) throw new Error("usage: typesCost.ts CORPUS ENCODER [TYPES] [ROUNDS]");
const STORED = 40;
const ASKED = 10;
const SETTINGS = { k: 17, metric: "euclidean", weights: "uniform", prior: false } as const;
const WINDOWS = { length: 256, overlap: 32 };
const POLICIES = { overlaps: "shortest", discontinuous: "hull" } as const;
const threads = 1;

type Parts = Record<string, () => unknown>;

const real = (await readCorpus(corpus, { format: "auto" })).documents.slice(0, STORED + ASKED);
const encoder = await loadEncoder(folder, { labels: [] });

/** Everything that is timed, for one number of types. */
async function partsOf(count: number): Promise<Parts> {
  const { config, tokenizer } = encoder;
  const random = createRandom(count);
  const names = syntheticTypes(count);
  const labelSet = createLabelSet({ scheme: "io", types: names });
  const classes = labelSet.labels;
  const documents = withSyntheticTypes(real, { types: names, random });
  const [stored, asked] = [documents.slice(0, STORED), documents.slice(STORED)];
  const layer = {
    weight: initialParameter("classifier.weight", [classes.length, config.hiddenSize], {
      config: { ...config, initializerRange: 0.3 },
      random,
    }),
    bias: float32([classes.length], new Float32Array(classes.length)),
  };
  const runner = await createForwardRunner({
    ...{ config, outputs: classes.length, threads },
    parameters: new Map([
      ...encoder.parameters,
      ["classifier.weight", layer.weight],
      ["classifier.bias", layer.bias],
    ]),
  });
  const prepare = { tokenizer, labelSet, windows: WINDOWS, ...POLICIES };
  const training = await prepareDocuments(stored, prepare);
  const datastore = await buildDatastore(runner, training, {
    ...{ tokenizer, layer, threads, classes, labels: training.labels },
    documentIds: stored.map(({ id }) => id),
  });
  const search = await createSearch(datastore, { ...SETTINGS, threads });
  const batches: Float32Array[] = [];
  for await (const { logits } of ownedLogits(runner, await prepareDocuments(asked, prepare), {
    tokenizer,
  }))
    batches.push(logits);
  const queries = batches.map((logits) =>
    float32([logits.length / classes.length, classes.length], logits),
  );
  const found = await Promise.all(queries.map((query) => search.neighbours(query)));
  const steps = await createBenchSteps({
    ...{ size: "minilm", optimizer: "adamw", batch: 8, length: 128, dropout: 0.1 },
    ...{ threads, types: count },
  });
  const objective = steps.objective({ name: "btl" });
  const decoder = argmaxDecoder({ classes: classes.length, head: "softmax" });
  const predict = () =>
    predictDocuments(asked, {
      ...{ runner, decoder, tokenizer, labelSet, head: "softmax", windows: WINDOWS },
    });
  const predictions = await predict();
  const pieces = found.reduce((sum, { indices, k }) => sum + indices.length / k, 0);
  process.stderr.write(
    `${count} types: ${pieces} pieces asked, ${datastore.labels.length} stored\n`,
  );
  return {
    "step, fused, softmax head": () => steps.time(objective),
    "basis of the logits": () => logitBasis(layer),
    "neighbours: search": async () => {
      for (const query of queries) await search.neighbours(query);
    },
    "neighbours: vote": () => {
      for (const neighbours of found)
        winners(voteShares(neighbours, datastore, SETTINGS), classes.length);
    },
    annotate: predict,
    "annotate: argmax decoder": async () => {
      for (const logits of batches) await decoder.decode(logits);
    },
    score: () =>
      scorePredictions(asked, predictions, { labelSet, policies: POLICIES, decode: "argmax" }),
  };
}

async function processorTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const counts = types.split(",").map(Number);
const all = await Promise.all(
  counts.map(async (count) => ({ count, parts: await partsOf(count) })),
);
const times = new Map<string, number[]>();
for (let round = 0; round <= Number(rounds); round++)
  for (const { count, parts } of all)
    for (const [name, work] of Object.entries(parts)) {
      const time = await processorTime(work);
      const key = `${name} ${count}`;
      if (round > 0) times.set(key, [...(times.get(key) ?? []), time]); // the first warms up
    }
const median = (values: readonly number[] = []) =>
  values.toSorted((a, b) => a - b)[values.length >> 1] as number;
const rows = Object.keys(all[0]?.parts ?? {}).map((name) => {
  const [first = 0, ...others] = counts.map((count) => median(times.get(`${name} ${count}`)));
  const cells = others.map((time) => `${time.toFixed(1)} (${(time / first).toFixed(2)}x)`);
  return `| ${[name, first.toFixed(1), ...cells].join(" | ")} |`;
});
process.stdout.write(
  [`| ms | ${counts.join(" | ")} |`, `|---|${counts.map(() => "---|").join("")}`, ...rows, ""].join(
    "\n",
  ),
);
