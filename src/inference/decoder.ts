/** Decoders: logits of a document to a label and class shares for each piece. */

import { float32 } from "../core/index.js";
import {
  createSearch,
  type Datastore,
  type KnnSettings,
  type Neighbours,
  voteShares,
  winners,
} from "../knn/index.js";
import type { Encoding } from "../tokenizer/index.js";
import { type PriorAdjustment, withoutPrior } from "./prior.js";
import { argmax, classSharesOf, type HeadKind } from "./shares.js";

/** Names of the decoders. */
export const DECODERS = ["argmax", "knn", "viterbi"] as const;

/** One of {@link DECODERS}. */
export type DecoderName = (typeof DECODERS)[number];

/** What a decoder says of the pieces of a document. */
export interface PiecePrediction {
  /** Label id of each piece, [pieces]. */
  readonly labels: Int32Array;
  /** Probability of each label, [pieces, labels]. */
  readonly shares: Float32Array;
  /** Of `knn`: the training tokens that voted. */
  readonly neighbours?: Neighbours;
}

/** A document that is decoded as a whole. */
export interface WholeDocument {
  readonly text: string;
  readonly encoding: Encoding;
}

/** A decoder; `release` frees what it holds of the engine. */
export interface Decoder {
  readonly name: DecoderName;
  /** What it must see at a time: any pieces, or all of a document. */
  readonly of: "pieces" | "documents";
  /** @param logits [pieces, labels] @param document that they are all the pieces of, where it must be one */
  decode(logits: Float32Array, document?: WholeDocument): Promise<PiecePrediction>;
  release(): Promise<void>;
}

/**
 * The largest logit wins; a binary head says `O` where no type is above one half, which is the same.
 * @param prior taken off the logits first, unless its tau is 0
 */
export function argmaxDecoder({
  classes,
  head,
  prior,
}: {
  readonly classes: number;
  readonly head: HeadKind;
  readonly prior?: PriorAdjustment | undefined;
}): Decoder {
  return {
    name: "argmax",
    of: "pieces",
    async decode(given) {
      const logits = prior && prior.tau !== 0 ? withoutPrior(given, prior) : given;
      return {
        labels: argmax(logits, classes),
        shares: classSharesOf(logits, { classes, head }),
      };
    },
    release: async () => {},
  };
}

/** The vote of the nearest training tokens; shares are the votes (method.md: KNN on the logits). */
export async function knnDecoder(
  datastore: Datastore,
  { settings, threads }: { settings: KnnSettings; threads: number },
): Promise<Decoder> {
  const search = await createSearch(datastore, { k: settings.k, metric: settings.metric, threads });
  const classes = datastore.classes.length;
  return {
    name: "knn",
    of: "pieces",
    async decode(logits) {
      const rows = logits.length / classes;
      if (rows === 0) return { labels: new Int32Array(0), shares: new Float32Array(0) };
      const neighbours = await search.neighbours(float32([rows, classes], logits));
      const shares = voteShares(neighbours, datastore, settings);
      return { labels: winners(shares, classes), shares: Float32Array.from(shares), neighbours };
    },
    release: () => search.release(),
  };
}
