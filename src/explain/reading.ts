/** What a model says of one document, kept so that any of its mentions can be explained. */

import type { Span } from "../core/index.js";
import type { Document } from "../corpus/index.js";
import {
  type PredictAllOptions,
  type Prediction,
  predictWithDecoders,
} from "../inference/index.js";
import { type LabelSet, labelsOfType, typeIndexOf, unitsOf } from "../labels/index.js";
import { type Encoding, planWindows, type Window } from "../tokenizer/index.js";

/** The decoders whose answers are shown side by side. */
export const SHOWN = ["argmax", "knn"] as const;

/** One of {@link SHOWN}. */
export type ShownDecoder = (typeof SHOWN)[number];

/** What a decoder says of a document. */
export interface Answer {
  readonly prediction: Prediction;
  /** Probability of each label, [pieces, labels]. */
  readonly shares: Float32Array;
}

/** A document after the encoder. */
export interface Reading {
  readonly text: string;
  readonly encoding: Encoding;
  readonly windows: readonly Window[];
  /** Pieces of each word. */
  readonly words: readonly Span[];
  readonly labelSet: LabelSet;
  /** Of the decoder by which mentions are found. */
  readonly own: Answer;
  readonly shown: Readonly<Record<ShownDecoder, Answer>>;
}

/** A type, or `O`, with its probability. */
export interface TypeShare {
  readonly type: string;
  readonly share: number;
}

/**
 * Runs a document through the encoder once, and through all decoders.
 * @param options.decoders the one by which mentions are found comes first; those of {@link SHOWN} are among them
 */
export async function readDocument(
  document: Pick<Document, "text" | "words">,
  options: PredictAllOptions,
): Promise<Reading> {
  const { text } = document;
  const { decoders, labelSet } = options;
  const classes = labelSet.labels.length;
  const parts: { readonly decoder: number; readonly at: number; readonly values: Float32Array }[] =
    [];
  const predictions = await predictWithDecoders([document], {
    ...options,
    observe: ({ decoder, piece, shares }) =>
      parts.push({ decoder, at: piece * classes, values: shares }),
  });
  const answers = predictions.map(([prediction], d): Answer => {
    const { encoding } = prediction as Prediction;
    const shares = new Float32Array(encoding.ids.length * classes);
    for (const { decoder, at, values } of parts) if (decoder === d) shares.set(values, at);
    return { prediction: prediction as Prediction, shares };
  });
  const answerOf = (name: ShownDecoder) =>
    answers[decoders.findIndex((decoder) => decoder.name === name)] as Answer;
  const own = answers[0] as Answer;
  const { encoding } = own.prediction;
  return {
    ...{ text, encoding, labelSet, own },
    shown: { argmax: answerOf("argmax"), knn: answerOf("knn") },
    windows: planWindows(encoding, { ...options.windows, text, document: 0 }),
    words: unitsOf(encoding, "words"),
  };
}

/** Place of a type among those of a label set; -1 of `O`, undefined of what it does not know. */
export function typeIndex({ types }: LabelSet, type: string): number | undefined {
  const index = types.indexOf(type);
  return type === "O" ? -1 : index < 0 ? undefined : index;
}

/** The type that a label is of; `O` of itself. */
export function typeOfLabel(labelSet: LabelSet, label: string): string {
  return labelSet.types[typeIndexOf(labelSet, labelSet.labels.indexOf(label))] ?? "O";
}

/** Probability of a type, all of its labels together. @param shares of the labels of one piece */
export function shareOfType(shares: Float32Array, labelSet: LabelSet, index: number): number {
  const { start, end } = labelsOfType(labelSet, index);
  return shares.subarray(start, end).reduce((sum, share) => sum + share, 0);
}

/** Probabilities of the labels of a piece, as a view. */
export function sharesOfPiece(
  { shares }: Answer,
  { labelSet, piece }: { readonly labelSet: LabelSet; readonly piece: number },
): Float32Array {
  const classes = labelSet.labels.length;
  return shares.subarray(piece * classes, (piece + 1) * classes);
}

/** Types that are told of a piece at most. */
const TOLD = 10;

/** The most probable types of a piece, `O` among them; none whose probability is 0. */
export function largestShares(
  answer: Answer,
  { labelSet, piece }: { readonly labelSet: LabelSet; readonly piece: number },
): TypeShare[] {
  const shares = sharesOfPiece(answer, { labelSet, piece });
  return ["O", ...labelSet.types]
    .map((type, i) => ({ type, share: shareOfType(shares, labelSet, i - 1) }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, TOLD);
}
