/** Documents to predictions: pieces, mentions, and the logits behind them. */

import type { Document } from "../corpus/index.js";
import {
  type DecodedMention,
  decodeMentions,
  decodeOverlapping,
  type LabelSet,
} from "../labels/index.js";
import {
  type Encoding,
  planWindows,
  type Tokenizer,
  type Window,
  type WindowSettings,
} from "../tokenizer/index.js";
import type { Decoder, PiecePrediction } from "./decoder.js";
import { encodeDocument } from "./encodeDocument.js";
import { type ForwardRunner, logitsOfDocuments } from "./forward.js";
import type { HeadKind } from "./shares.js";

/** What predicting needs beside the documents. */
export interface PredictOptions {
  readonly runner: ForwardRunner;
  readonly decoder: Decoder;
  readonly tokenizer: Tokenizer;
  readonly labelSet: LabelSet;
  readonly head: HeadKind;
  readonly windows: WindowSettings;
}

/** What a model says of one document. */
export interface Prediction extends PiecePrediction {
  readonly encoding: Encoding;
  readonly mentions: readonly DecodedMention[];
}

/**
 * Predicts documents in order. Long ones go through in overlapping windows; nothing is truncated.
 * Mentions of a binary head under argmax may overlap, as its types are found independently.
 */
export async function predictDocuments(
  documents: readonly Pick<Document, "text" | "words">[],
  options: PredictOptions,
): Promise<Prediction[]> {
  const { runner, decoder, tokenizer, labelSet, head } = options;
  const encodings: Encoding[] = [];
  const windows: Window[] = [];
  for (const [index, document] of documents.entries()) {
    const encoding = await encodeDocument(tokenizer, document);
    encodings.push(encoding);
    windows.push(
      ...planWindows(encoding, { ...options.windows, text: document.text, document: index }),
    );
  }
  const outputs = labelSet.labels.length;
  const logits = await logitsOfDocuments(runner, { encodings, windows }, { tokenizer, outputs });
  const predictions: Prediction[] = [];
  for (const [i, encoding] of encodings.entries()) {
    const pieces = await decoder.decode(logits[i] as Float32Array);
    const mentions =
      head === "binary" && decoder.name === "argmax"
        ? decodeOverlapping({
            encoding,
            probabilities: withoutOutside(pieces.shares, outputs),
            types: labelSet.types,
          })
        : decodeMentions({
            encoding,
            labelIds: pieces.labels,
            labelSet,
            probabilities: pieces.shares,
          });
    predictions.push({ ...pieces, encoding, mentions });
  }
  return predictions;
}

/** Drops the column of `O`: [pieces, labels] to [pieces, types]. */
function withoutOutside(shares: Float32Array, outputs: number): Float32Array {
  return shares.filter((_, i) => i % outputs !== 0);
}
