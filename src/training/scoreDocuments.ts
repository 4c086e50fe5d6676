/** Scores of a model on annotated documents, in every way that evaluation knows. */

import { type Document, type FlattenOptions, flatten, typesOf } from "../corpus/index.js";
import { type EvaluationReport, evaluate, type ScoredDocument } from "../evaluation/index.js";
import { type Prediction, type PredictOptions, predictDocuments } from "../inference/index.js";
import {
  createLabelSet,
  firstPieces,
  type LabelSet,
  labelPieces,
  typeIndexOf,
} from "../labels/index.js";
import type { Encoding } from "../tokenizer/index.js";

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
  { decode, ...options }: ComparedAs & { decode: string },
): EvaluationReport {
  const types = typesOfBoth(documents, options);
  return evaluate(compared(documents, predictions, { ...options, types }), { types, decode });
}

/** How gold and prediction are put beside each other. */
export interface ComparedAs {
  readonly labelSet: LabelSet;
  readonly policies: FlattenOptions;
}

/** Types of the model, then those that only the gold has. */
export function typesOfBoth(
  documents: readonly Document[],
  { labelSet }: Pick<ComparedAs, "labelSet">,
): readonly string[] {
  return [...new Set([...labelSet.types, ...typesOf(documents)])];
}

/** Gold and prediction of each document, by word, by piece and as mentions. @param options `types`: of both */
export function compared(
  documents: readonly Document[],
  predictions: readonly Prediction[],
  { labelSet, policies, types }: ComparedAs & { readonly types: readonly string[] },
): ScoredDocument[] {
  const goldLabels = createLabelSet({ scheme: "io", types });
  return documents.map((document, i) => {
    const { encoding, labels, mentions } = predictions[i] as Prediction;
    const gold = goldClasses(document, { encoding, policies, goldLabels });
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
}

/** Gold class of each piece, [pieces]: 0 is `O`, k the k-th type of `goldLabels`. */
export function goldClasses(
  document: Document,
  {
    encoding,
    policies,
    goldLabels,
  }: { encoding: Encoding; policies: FlattenOptions; goldLabels: LabelSet },
): Int32Array {
  const { mentions } = flatten(document, policies);
  return labelPieces({ encoding, mentions, labelSet: goldLabels }).labelIds;
}
