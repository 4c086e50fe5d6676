/** What a model found in a text, as a document with mentions. */
import type { Span } from "../core/index.js";
import type { Document, ScoredMention } from "../corpus/index.js";
import type { Prediction } from "../inference/index.js";
import { unitsOf } from "../labels/index.js";
import type { Neighbour } from "../recognizer/index.js";

/** A mention, with the training tokens that decided its first word where they are asked for. */
export interface FoundMention extends ScoredMention {
  readonly neighbours?: readonly Neighbour[];
}

/** What was found in a text, as plain data. */
export interface Findings {
  readonly mentions: readonly FoundMention[];
  /** The words that the model decided. */
  readonly decided: readonly Span[];
}

/** A text with what was found in it. */
export interface Annotated extends Document, Findings {
  readonly mentions: readonly FoundMention[];
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
  const { encoding } = prediction;
  const decided = unitsOf(encoding, "words").map(({ start, end }) => ({
    start: encoding.starts[start] as number,
    end: encoding.ends[end - 1] as number,
  }));
  return { ...document, mentions, decided };
}
