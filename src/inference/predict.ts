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
import type { OwnedStretch } from "./batch.js";
import { createDecisions, type Decisions, type PieceDecisions } from "./decisions.js";
import type { Decoder, PiecePrediction } from "./decoder.js";
import { encodeDocument } from "./encodeDocument.js";
import type { ForwardRunner } from "./forward.js";
import { ownedLogits } from "./ownedLogits.js";
import type { HeadKind } from "./shares.js";

/** Where decoders need whole documents, the logits of so many are held at a time. */
const DOCUMENTS_HELD = 64;

/** What predicting needs beside the documents. */
export interface PredictOptions extends Omit<PredictAllOptions, "decoders" | "observe"> {
  readonly decoder: Decoder;
}

/** What predicting with several decoders needs beside the documents. */
export interface PredictAllOptions {
  readonly runner: ForwardRunner;
  readonly decoders: readonly Decoder[];
  readonly tokenizer: Tokenizer;
  readonly labelSet: LabelSet;
  readonly head: HeadKind;
  readonly windows: WindowSettings;
  /** Sees the class shares of every piece once, which are not kept. */
  readonly observe?: ((shares: PieceShares) => void) | undefined;
}

/** Class shares of some pieces of one document, as one decoder has them. */
export interface PieceShares {
  /** Its place in the list. */
  readonly decoder: number;
  readonly document: number;
  /** The first of the pieces. */
  readonly piece: number;
  /** [pieces, labels] */
  readonly shares: Float32Array;
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
  { decoder, ...options }: PredictOptions,
): Promise<Prediction[]> {
  const [predictions] = await predictWithDecoders(documents, { ...options, decoders: [decoder] });
  return predictions as Prediction[];
}

/**
 * Predicts documents with every decoder, from one pass through the encoder.
 * @returns for each decoder what {@link predictDocuments} would
 */
export async function predictWithDecoders(
  documents: readonly Pick<Document, "text" | "words">[],
  options: PredictAllOptions,
): Promise<Prediction[][]> {
  const predictions: Prediction[][] = options.decoders.map(() => []);
  const whole = options.decoders.some((decoder) => decoder.of === "documents");
  const size = whole ? DOCUMENTS_HELD : Math.max(1, documents.length);
  for (let first = 0; first < documents.length; first += size) {
    const group = await predictGroup(documents.slice(first, first + size), { ...options, first });
    for (const [d, ofDecoder] of group.entries()) predictions[d]?.push(...ofDecoder);
  }
  return predictions;
}

/** @param options `first`: place of the first document among all */
async function predictGroup(
  documents: readonly Pick<Document, "text" | "words">[],
  { first, ...options }: PredictAllOptions & { readonly first: number },
): Promise<Prediction[][]> {
  const { runner, decoders, tokenizer, labelSet, head, observe } = options;
  const encodings: Encoding[] = [];
  const windows: Window[] = [];
  for (const [index, document] of documents.entries()) {
    const encoding = await encodeDocument(tokenizer, document);
    encodings.push(encoding);
    windows.push(
      ...planWindows(encoding, { ...options.windows, text: document.text, document: index }),
    );
  }
  const classes = labelSet.labels.length;
  const independent = decoders.map(({ name }) => head === "binary" && name === "argmax");
  const decisions = independent.map((alone) =>
    encodings.map(({ ids }) =>
      createDecisions({ pieces: ids.length, labelSet, independent: alone }),
    ),
  );
  const take = (
    d: number,
    decoded: PiecePrediction,
    stretches: readonly Omit<OwnedStretch, "row">[],
  ) => {
    let row = 0;
    for (const { document, piece, length } of stretches) {
      decisions[d]?.[document]?.add(decoded, { row, piece, length });
      const shares = decoded.shares.subarray(row * classes, (row + length) * classes);
      observe?.({ decoder: d, document: first + document, piece, shares });
      row += length;
    }
  };
  const whole = decoders.some((decoder) => decoder.of === "documents");
  const held = whole ? encodings.map(({ ids }) => new Float32Array(ids.length * classes)) : [];
  for await (const { stretches, logits } of ownedLogits(
    runner,
    { encodings, windows },
    { tokenizer },
  )) {
    for (const [d, decoder] of decoders.entries())
      if (decoder.of === "pieces") take(d, await decoder.decode(logits), stretches);
    let row = 0;
    for (const { document, piece, length } of stretches) {
      const rows = logits.subarray(row * classes, (row + length) * classes);
      held[document]?.set(rows, piece * classes);
      row += length;
    }
  }
  for (const [document, logits] of held.entries())
    for (const [d, decoder] of decoders.entries()) {
      if (decoder.of === "pieces") continue;
      const encoding = encodings[document] as Encoding;
      const { text } = documents[document] as (typeof documents)[number];
      const decoded = await decoder.decode(logits, { encoding, text });
      take(d, decoded, [{ document, piece: 0, length: encoding.ids.length }]);
    }
  return decisions.map((ofDecoder, d) =>
    encodings.map((encoding, i) => {
      const { found, ...pieces } = (ofDecoder[i] as Decisions).result();
      const mentions = independent[d]
        ? decodeOverlapping({ encoding, found, types: labelSet.types })
        : decodeMentions({
            encoding,
            labelIds: pieces.labels,
            labelSet,
            probabilities: pieces.probabilities,
          });
      return { ...pieces, encoding, mentions };
    }),
  );
}
