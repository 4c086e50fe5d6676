/** What a model found in a text, as a document with mentions. */
import type { Document, ScoredMention } from "../corpus/index.js";
import type { Prediction } from "../inference/index.js";
import type { Neighbour } from "../recognizer/index.js";

/** A mention, with the training tokens that decided its first word where they are asked for. */
export interface FoundMention extends ScoredMention {
  readonly neighbours?: readonly Neighbour[];
}

/** A text with what was found in it. */
export interface Annotated extends Document {
  readonly mentions: readonly FoundMention[];
  readonly prediction: Prediction;
}

/**
 * Puts the mentions of a prediction into its document, as T1, T2, ...
 * @param neighboursOf training tokens that decided a piece; mentions have none without it
 */
export function annotate(
  document: Document,
  prediction: Prediction,
  {
    minProbability = 0,
    neighboursOf,
  }: {
    minProbability?: number | undefined;
    neighboursOf?: ((piece: number) => readonly Neighbour[]) | undefined;
  } = {},
): Annotated {
  const mentions = prediction.mentions
    .filter(({ probability = 0 }) => probability >= minProbability)
    .map(({ start, end, type, probability = 0, pieces }, i) => ({
      ...{ id: `T${i + 1}`, start, end, type, probability },
      ...(neighboursOf ? { neighbours: neighboursOf(pieces.start) } : {}),
    }));
  return { ...document, mentions, prediction };
}
