/** What the probabilities of words are worth: their means by class, and calibration, from one look at each. */

import type { Document } from "../corpus/index.js";
import type { ScoredDocument } from "../evaluation/index.js";
import { encodeDocument, type PieceShares, type Prediction } from "../inference/index.js";
import { createLabelSet, firstPieces, type LabelSet, labelsOfType } from "../labels/index.js";
import { tallyForecasts } from "../statistics/index.js";
import type { Tokenizer } from "../tokenizer/index.js";
import { type ComparedAs, goldClasses } from "../training/index.js";
import type { CalibrationRecord, ClassProbability } from "./record.js";

/** The gold class of the first piece of each word, and -1 for other pieces; [pieces] of each document. */
export async function truthOf(
  documents: readonly Document[],
  {
    tokenizer,
    types,
    policies,
  }: Pick<ComparedAs, "policies"> & { tokenizer: Tokenizer; types: readonly string[] },
): Promise<readonly Int32Array[]> {
  const goldLabels = createLabelSet({ scheme: "io", types });
  return Promise.all(
    documents.map(async (document) => {
      const encoding = await encodeDocument(tokenizer, document);
      const gold = goldClasses(document, { encoding, policies, goldLabels });
      const classes = new Int32Array(gold.length).fill(-1);
      for (const piece of firstPieces(encoding)) classes[piece] = gold[piece] as number;
      return classes;
    }),
  );
}

/** Sums over the words of all documents that one decoder was given. */
export interface ProbabilityTally {
  add(pieces: Omit<PieceShares, "decoder">): void;
  /** Shares by class, `O` first; calibration. */
  result(
    scored: readonly ScoredDocument[],
    predictions: readonly Prediction[],
  ): { shares: Record<string, ClassProbability>; calibration: CalibrationRecord };
}

/** Starts with nothing seen. @param options `types`: of the model, then those only in the gold */
export function tallyProbabilities({
  truth,
  labelSet,
  types,
}: {
  readonly truth: readonly Int32Array[];
  readonly labelSet: LabelSet;
  readonly types: readonly string[];
}): ProbabilityTally {
  const labels = labelSet.labels.length;
  const known = labelSet.types.length;
  const ranges = Array.from({ length: known + 1 }, (_, c) => labelsOfType(labelSet, c - 1));
  const sums = new Float64Array(known + 1);
  const tallies = ranges.map(() => tallyForecasts());
  return {
    add({ document, piece, shares }) {
      const classes = truth[document] as Int32Array;
      for (let row = 0; row * labels < shares.length; row++) {
        const gold = classes[piece + row] as number;
        if (gold < 0) continue;
        ranges.forEach(({ start, end }, c) => {
          let probability = 0;
          for (let label = start; label < end; label++)
            probability += shares[row * labels + label] as number;
          probability = Math.min(1, probability); // rounded sums of rounded shares
          sums[c] = (sums[c] as number) + probability;
          tallies[c]?.add({ probability, came: gold === c });
        });
      }
    },
    result(scored, predictions) {
      const gold = new Float64Array(types.length + 1);
      const predicted = new Float64Array(types.length + 1);
      const confidence = tallyForecasts();
      let words = 0;
      scored.forEach((document, i) => {
        const { encoding, probabilities } = predictions[i] as Prediction;
        firstPieces(encoding).forEach((piece, w) => {
          const [is, said] = [
            document.words.gold[w] as number,
            document.words.predicted[w] as number,
          ];
          gold[is] = (gold[is] as number) + 1;
          predicted[said] = (predicted[said] as number) + 1;
          const probability = Math.min(1, probabilities[piece] as number);
          confidence.add({ probability, came: is === said });
          words++;
        });
      });
      const share = (sum = 0) => rounded(words === 0 ? 0 : sum / words);
      const { ece, brier, bins } = confidence.calibration();
      return {
        shares: Object.fromEntries(
          ["O", ...types].map((type, c) => [
            type,
            { gold: share(gold[c]), predicted: share(predicted[c]), probability: share(sums[c]) },
          ]),
        ),
        calibration: {
          bins: bins.map(({ predicted: mean, observed }) => ({
            words: observed.n,
            probability: mean === null ? null : rounded(mean),
            right: Math.round((observed.share ?? 0) * observed.n),
          })),
          ece: rounded(ece ?? 0),
          brier: rounded(brier ?? 0),
          types: Object.fromEntries(
            labelSet.types.map((type, t) => {
              const { ece, brier } = (tallies[t + 1] as (typeof tallies)[number]).calibration();
              return [type, { ece: rounded(ece ?? 0), brier: rounded(brier ?? 0) }];
            }),
          ),
        },
      };
    },
  };
}

/** To seven decimal places, which is beyond what words can tell. */
function rounded(value: number): number {
  return Math.round(value * 1e7) / 1e7;
}
