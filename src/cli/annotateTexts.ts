/** Texts through a recognizer, some at a time. */
import type { Document } from "../corpus/index.js";
import type { Prediction } from "../inference/index.js";
import type { Recognizer } from "../recognizer/index.js";
import { type Annotated, annotate } from "./annotation.js";

/** Texts that go through the model together. Where it is cut can change the last digits of a probability. */
export const CHUNK = 32;

/** What is kept of what was found. */
export interface Keeping {
  readonly minProbability?: number | undefined;
  readonly neighbours?: boolean | undefined;
}

/** Annotates documents in order. */
export async function* annotateTexts(
  recognizer: Recognizer,
  documents: readonly Document[],
  { minProbability, neighbours }: Keeping,
): AsyncGenerator<Annotated> {
  for (let i = 0; i < documents.length; i += CHUNK) {
    const chunk = documents.slice(i, i + CHUNK);
    const predictions = await recognizer.predict(chunk);
    for (const [k, document] of chunk.entries()) {
      const prediction = predictions[k] as Prediction;
      const neighboursOf = neighbours
        ? (piece: number) => recognizer.neighbours(prediction, piece)
        : undefined;
      yield annotate(document, prediction, { minProbability, neighboursOf });
    }
  }
}
