/** A dev part that is too small to choose an epoch by. */

import type { CountsByType, Unit } from "../evaluation/index.js";
import { jackknifeTTest } from "../statistics/index.js";
import { selectionSample } from "./selectionSample.js";
import type { Signature } from "./signature.js";
import { count, figure } from "./wording.js";

/**
 * Documents. Measured with draws from the 30 dev documents of a run on MACCROBAT that reached a macro-F1 of .27: where an epoch
 * is chosen by one document its score is .10 too high for the others, by two .08, by three .06, by five .03, by eight .02
 * (docs/failures.md). Below five there is no interval to rely on either (docs/statistics.md).
 */
const FEW = 5;

/** How the epoch was chosen that is kept. */
export interface Choice {
  /** Documents of the dev part. */
  readonly documents: number;
  /** The score that chose, see `training.selection`. */
  readonly selection: string;
  /** Its value after each epoch. */
  readonly values: readonly number[];
  /** Half the width of its interval over documents, see {@link reachOf}; undefined where it is not known. */
  readonly reach: number | undefined;
}

/**
 * Tells a dev part of fewer than five documents, and one on which even the worst epoch lies within the interval of the best,
 * so that any could have been chosen: so it is where epochs hardly differ, as when a trained model is trained on. Epochs
 * that are alike because nothing was learned, with a best score that is not above 0 by its interval, are another failure.
 */
export function smallDev({ documents, selection, values, reach }: Choice): Signature[] {
  if (values.length < 2) return [];
  const best = Math.max(...values);
  const spread = best - Math.min(...values);
  const undecided = reach !== undefined && spread <= reach && reach < best;
  if (documents >= FEW && !undecided) return [];
  const known = reach === undefined ? "" : `, give or take ${figure(reach)}`;
  return [
    {
      code: "small-dev",
      severity: "warning",
      message: `${count(documents, "document")} chose among ${values.length} epochs: ${selection} is ${figure(best)}${known}, and ${figure(best - spread)} after the worst of them`,
      advice:
        "Take more documents for dev, or none (--dev none): then the last epoch is kept, and there are more to learn from",
      numbers: {
        ...{ documents, epochs: values.length, best, spread },
        ...(reach === undefined ? {} : { reach }),
      },
    },
  ];
}

/**
 * Half the width of the 95 % interval of a score over documents, by the jackknife; undefined for one document, and for scores
 * that counts of whole words and mentions do not give.
 */
export function reachOf(
  counts: Readonly<Record<Unit, CountsByType>>,
  selection: string,
): number | undefined {
  const sample = selectionSample(counts, selection);
  if (!sample || sample.size < 2) return undefined;
  const { low, high } = jackknifeTTest(sample).interval;
  return (high - low) / 2;
}
