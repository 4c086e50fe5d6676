/** Scores of a model on annotated documents, in every way that evaluation knows. */

import { type Document, type FlattenOptions, flatten } from "../corpus/index.js";
import { type EvaluationReport, evaluate, type ScoredDocument } from "../evaluation/index.js";
import { type Prediction, type PredictOptions, predictDocuments } from "../inference/index.js";
import {
  createLabelSet,
  firstPieces,
  type LabelSet,
  labelPieces,
  typeIndexOf,
} from "../labels/index.js";

/** What scoring needs beside the documents. */
export interface ScoreOptions extends PredictOptions {
  /** How overlapping gold mentions become one label a token; mention scores use all of them. */
  readonly policies: FlattenOptions;
}

/** Predicts the documents and scores the predictions. */
export async function scoreDocuments(
  documents: readonly Document[],
  options: ScoreOptions,
): Promise<EvaluationReport> {
  const predictions = await predictDocuments(documents, options);
  return scorePredictions(documents, predictions, {
    ...options,
    decode: options.decoder.name,
  });
}

/** Scores predictions that are already there. Types that only the gold has come after the model's. */
export function scorePredictions(
  documents: readonly Document[],
  predictions: readonly Prediction[],
  { labelSet, policies, decode }: { labelSet: LabelSet; policies: FlattenOptions; decode: string },
): EvaluationReport {
  const known = new Set(labelSet.types);
  const unknown = new Set(
    documents
      .flatMap(({ mentions }) => mentions.map(({ type }) => type))
      .filter((t) => !known.has(t)),
  );
  const types = [...labelSet.types, ...[...unknown].sort()];
  const goldLabels = createLabelSet({ scheme: "io", types });
  const scored = documents.map((document, i): ScoredDocument => {
    const { encoding, labels, mentions } = predictions[i] as Prediction;
    const gold = labelPieces({
      encoding,
      mentions: flatten(document, policies).mentions,
      labelSet: goldLabels,
    }).labelIds;
    const predicted = labels.map((label) => typeIndexOf(labelSet, label) + 1);
    const first = firstPieces(encoding);
    const ofWords = (pieces: Int32Array) => first.map((piece) => pieces[piece] as number);
    return {
      document: document.id,
      gold: document.mentions,
      predicted: mentions,
      words: { gold: ofWords(gold), predicted: ofWords(predicted) },
      pieces: { gold, predicted },
    };
  });
  return evaluate(scored, { types, decode });
}
