/** What is done over and over in a process whose memory is watched. */

import { loadConfig } from "../../src/config/index.js";
import { createRandom } from "../../src/core/index.js";
import type { Document } from "../../src/corpus/index.js";
import { generateCorpus } from "../../src/demo/index.js";
import { createLabelSet } from "../../src/labels/index.js";
import { adamW } from "../../src/optimizers/index.js";
import { createRecognizer, loadEncoder, loadModel } from "../../src/recognizer/index.js";
import { createStepper, train } from "../../src/training/index.js";
import { ENCODER } from "../cli/raretag.js";
import { drawnBatch, drawnParameters, drawnTargets } from "../smallBert.js";

/** Something that is done many times. */
export interface Case {
  readonly times: number;
  /** Does it once; `i` counts from 0. */
  readonly once: (i: number) => Promise<void>;
}

/** Makes a case ready. @param model folder that `raretag train` wrote */
type Start = (model: string) => Promise<Case>;

const random = createRandom(20261122);
const THREADS = 2;

/** Texts of 20 to 1,200 characters: from a few pieces in one window to a dozen windows. */
function variedTexts(count: number): Pick<Document, "text">[] {
  const notes = generateCorpus({ documents: 10, random: random.stream("notes") });
  const text = notes.map((note) => note.text).join("\n");
  const draw = random.stream("texts");
  return Array.from({ length: count }, () => {
    const start = draw.below(text.length - 1200);
    return { text: text.slice(start, start + 20 + draw.below(1181)) };
  });
}

/** Optimizer steps on batches of 1 to 8 rows with 4 to 64 pieces. */
async function steps(): Promise<Case> {
  const { config } = await loadEncoder(ENCODER, { labels: [] });
  const head = { groups: 1, ways: 9 };
  const stepper = await createStepper({
    ...{ config, head, seed: 1, threads: THREADS, clip: 1, optimizer: adamW() },
    parameters: drawnParameters(config, head.ways),
  });
  const draw = random.stream("batches");
  return {
    times: 2000,
    async once(i) {
      const lengths = Array.from({ length: 1 + draw.below(8) }, () => 4 + draw.below(61));
      const batch = drawnBatch(lengths, config.vocabSize);
      const targets = drawnTargets(batch, head.ways);
      await stepper.step({ batch, targets, step: i + 1, learningRate: 1e-4 });
    },
  };
}

/** What is handed over here stays in memory: how the watch is shown a leak. */
type Keep = (value: unknown) => void;

const letGo: Keep = () => {};

/** Documents, one at a time, through one recognizer. */
function documents(decoder: "argmax" | "knn", keep = letGo): Start {
  return async (model) => {
    const options = { decoder, threads: THREADS };
    const recognizer = await createRecognizer(await loadModel(model), options);
    const texts = variedTexts(2000);
    return {
      times: texts.length,
      once: async (i) => keep(await recognizer.predict(texts.slice(i, i + 1))),
    };
  };
}

/**
 * A model is read, loaded into the engine, used and released. Each session starts threads, and glibc has a pool for
 * each of several threads, so that it takes some hundred sessions until all pools are as large as they get.
 */
function recognizers(
  decoder: "argmax" | "knn",
  { times, keep }: { times: number; keep?: Keep },
): Start {
  return async (model) => {
    const texts = variedTexts(times);
    return {
      times,
      async once(i) {
        const options = { decoder, threads: THREADS };
        const recognizer = await createRecognizer(await loadModel(model), options);
        await recognizer.predict(texts.slice(i, i + 1));
        if (keep) keep(recognizer);
        else await recognizer.release();
      },
    };
  };
}

/** Whole training runs: a stepper, an evaluator, and the sessions of a datastore after each epoch. */
async function trainings(): Promise<Case> {
  const [dev, ...rest] = generateCorpus({ documents: 4, random: random.stream("corpus") });
  const types = [...new Set(rest.flatMap(({ mentions }) => mentions.map(({ type }) => type)))];
  const labelSet = createLabelSet({ scheme: "io", types: types.sort() });
  const { tokenizer, ...encoder } = await loadEncoder(ENCODER, labelSet);
  const sets = [
    ...["training.epochs=2", "decode.decoder=knn", `threads=${THREADS}`],
    ...["windows.length=64", "windows.overlap=8"],
  ];
  const options = {
    ...{ config: loadConfig({ sets }), encoder, tokenizer, labelSet },
    ...{ train: rest, dev: [dev as Document] },
  };
  return {
    times: 120,
    async once() {
      for await (const _event of train(options));
    },
  };
}

const kept: unknown[] = [];
const hold: Keep = (value) => kept.push(value);

/** Every case by name; those that leak on purpose have a name that says so. */
export const CASES = {
  "optimizer steps": steps,
  "documents, argmax": documents("argmax"),
  "documents, knn": documents("knn"),
  "recognizers, argmax": recognizers("argmax", { times: 1000 }),
  "recognizers, knn": recognizers("knn", { times: 400 }),
  "training runs": trainings,
  "a leak: predictions are kept": documents("argmax", hold),
  "a leak: recognizers are never released": recognizers("argmax", { times: 100, keep: hold }),
} as const satisfies Record<string, Start>;

/** Name of a case. */
export type CaseName = keyof typeof CASES;
