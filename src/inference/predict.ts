/** Documents to predictions: the label of each piece, and mentions. */

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
import { createDecisions, type Decisions, type PieceDecisions } from "./decisions.js";
import type { Decoder } from "./decoder.js";
import { encodeDocument } from "./encodeDocument.js";
import type { ForwardRunner } from "./forward.js";
import { ownedLogits } from "./ownedLogits.js";
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
export interface Prediction extends PieceDecisions {
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
  const independent = head === "binary" && decoder.name === "argmax";
  const decisions = encodings.map(({ ids }) =>
    createDecisions({ pieces: ids.length, labelSet, independent }),
  );
  for await (const { stretches, logits } of ownedLogits(
    runner,
    { encodings, windows },
    { tokenizer },
  )) {
    const decoded = await decoder.decode(logits);
    let row = 0;
    for (const { document, piece, length } of stretches) {
      decisions[document]?.add(decoded, { row, piece, length });
      row += length;
    }
  }
  return encodings.map((encoding, i) => {
    const { found, ...pieces } = (decisions[i] as Decisions).result();
    const mentions = independent
      ? decodeOverlapping({ encoding, found, types: labelSet.types })
      : decodeMentions({
          encoding,
          labelIds: pieces.labels,
          labelSet,
          probabilities: pieces.probabilities,
        });
    return { ...pieces, encoding, mentions };
  });
}
