/** Decodes the words of a document together: what each says, what its other occurrences say, and what follows what. */

import { unitsOf } from "../../labels/index.js";
import type { Decoder } from "../decoder.js";
import { type PriorAdjustment, priorOffsets } from "../prior.js";
import { bonusOf, decodeChain } from "./chain.js";
import { associations, type Transitions } from "./transitions.js";
import { withVotes, wordScores } from "./wordScores.js";

/** How strong each part is; with all at 0 each word gets the class that its pieces have on average. */
export interface ViterbiSettings {
  /** Added to the score of `O`. */
  readonly outside: number;
  /** Factor of the association of neighbouring classes. */
  readonly transitions: number;
  /** How far the occurrences of a word in a document are moved towards their mean, 0 to 1. */
  readonly votes: number;
}

/**
 * Viterbi decoding over the words of whole documents. A word's score is its pieces' mean log share; words that occur
 * several times vote for each other; the prior is taken off; neighbours get {@link associations}. Probabilities are
 * those of a class in any sequence, weighed as the chain has it. For the scheme `io`, where a label is a class.
 */
export function viterbiDecoder({
  transitions,
  settings,
  prior,
}: {
  readonly transitions: Transitions;
  readonly settings: ViterbiSettings;
  readonly prior: PriorAdjustment;
}): Decoder {
  const classes = transitions.words.length;
  const bonus = bonusOf(associations(transitions).map((value) => settings.transitions * value));
  const offsets = priorOffsets(prior);
  return {
    name: "viterbi",
    of: "documents",
    async decode(logits, document) {
      const { encoding, text } = document as NonNullable<typeof document>;
      const words = unitsOf(encoding, "words");
      const strings = words.map(({ start, end }) =>
        text.slice(encoding.starts[start], encoding.ends[end - 1]),
      );
      const said = wordScores(logits, { words, classes });
      const scores = withVotes(said, { strings, share: settings.votes }).map((score, i) => {
        const c = i % classes;
        return score - (offsets[c] as number) + (c === 0 ? settings.outside : 0);
      });
      const { best, shares } = decodeChain({ scores, bonus });
      const labels = new Int32Array(encoding.ids.length);
      const ofPieces = new Float32Array(logits.length);
      words.forEach(({ start, end }, w) => {
        labels.fill(best[w] as number, start, end);
        const row = shares.subarray(w * classes, (w + 1) * classes);
        for (let piece = start; piece < end; piece++) ofPieces.set(row, piece * classes);
      });
      return { labels, shares: ofPieces };
    },
    release: async () => {},
  };
}
