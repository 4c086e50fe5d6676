/** Text in, mentions out: a loaded model ready to annotate. */

import type { Document } from "../corpus/index.js";
import type { Precision } from "../encoder/index.js";
import {
  argmaxDecoder,
  createForwardRunner,
  type Decoder,
  type DecoderName,
  knnDecoder,
  type Prediction,
  type PredictOptions,
  predictDocuments,
  viterbiDecoder,
} from "../inference/index.js";
import type { Device } from "../runtime/index.js";
import { ModelError } from "./error.js";
import { type LoadedModel, loadKnn } from "./load.js";
import { type Neighbour, neighboursOf } from "./neighbours.js";

/** A model in the engine; `release` frees what it holds there. */
export interface Recognizer {
  readonly decoder: DecoderName;
  /** What it predicts with, for scoring. */
  readonly options: PredictOptions;
  predict(documents: readonly Pick<Document, "text" | "words">[]): Promise<Prediction[]>;
  /** The training tokens that decided a piece of a prediction, see {@link neighboursOf}; none under argmax. */
  neighbours(prediction: Prediction, piece: number): readonly Neighbour[];
  release(): Promise<void>;
}

/** How to run a model. */
export interface RecognizerOptions {
  /** The model's own unless named. */
  readonly decoder?: DecoderName | undefined;
  /** Of `argmax`: how much of the log prior is taken off the logits, see `withoutPrior`; the model's own unless given. */
  readonly prior?: number | undefined;
  /** Cores; 0 or absent for all. */
  readonly threads?: number | undefined;
  /** Of the encoder's weights; float32 unless given. int8 is faster and a little less exact. */
  readonly precision?: Precision | undefined;
  /** Where the encoder runs; the processor unless given. Neighbours are always searched there. */
  readonly device?: Device | undefined;
}

/** Loads a model into the engine. */
export async function createRecognizer(
  model: LoadedModel,
  { decoder: wanted, prior, threads = 0, precision, device }: RecognizerOptions = {},
): Promise<Recognizer> {
  const { config, parameters, tokenizer, labelSet, description } = model;
  const { head, windows } = description;
  const classes = labelSet.labels.length;
  const counts = labelSet.labels.map((label) => description.training.counts[label] ?? 0);
  const name = wanted ?? description.decoder;
  const runner = await createForwardRunner({
    config,
    outputs: classes,
    parameters,
    precision,
    threads,
    device,
  });
  const knn = name === "knn" ? await loadKnn(model) : undefined;
  const decoder = knn
    ? await knnDecoder(knn.datastore, { settings: knn.settings, threads })
    : name === "viterbi"
      ? viterbiOf(model, counts)
      : argmaxDecoder({ classes, head, prior: { tau: prior ?? description.prior, counts } });
  const options: PredictOptions = { runner, decoder, tokenizer, labelSet, head, windows };
  return {
    decoder: name,
    options,
    predict: (documents) => predictDocuments(documents, options),
    neighbours: (prediction, piece) =>
      knn ? neighboursOf(prediction, { piece, datastore: knn.datastore }) : [],
    async release() {
      await decoder.release();
      await runner.release();
    },
  };
}

/** @throws ModelError if the model has no transitions */
function viterbiOf({ folder, description }: LoadedModel, counts: readonly number[]): Decoder {
  const { viterbi, labels } = description;
  if (!viterbi)
    throw new ModelError(
      { source: folder },
      labels.scheme === "io"
        ? "the model was trained before there was the decoder viterbi"
        : `the decoder viterbi needs the scheme io and the model has ${labels.scheme}`,
      labels.scheme === "io" ? "Train it again" : "Use argmax or knn",
    );
  const { words, pairs, prior: tau, ...settings } = viterbi;
  return viterbiDecoder({ transitions: { words, pairs }, settings, prior: { tau, counts } });
}
