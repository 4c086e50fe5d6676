/** Class weights of cross-entropy, from how often each class occurs. */

import { typeIndexOf } from "../labels/index.js";
import { ObjectiveError } from "./error.js";
import type { ObjectiveContext } from "./objective.js";

/** Where the shares behind class weights are counted. */
export type WeightScope = "none" | "dataset" | "copy" | "prior";

/** Weights of the two classes of one copy. */
export interface CopyWeights {
  readonly positive: number;
  readonly outside: number;
}

/** What the copy of one class is made of in one batch: its labelled tokens. */
export interface CopyCounts {
  readonly positive: number;
  readonly outside: number;
}

/**
 * Weights of all token labels: w = 1 - N_label / N, `O` included; all 1 with `none`.
 * @returns one weight a label, `[labels]`
 * @throws ObjectiveError if the counts do not fit the labels
 */
export function labelWeights(context: ObjectiveContext, scope: "none" | "dataset"): Float64Array {
  const counts = checkCounts(context, scope);
  const total = sum(counts);
  return counts.map((count) => (scope === "none" ? 1 : 1 - count / total));
}

/**
 * Weights inside the copy of each class. `dataset`: w = 1 - N_c / N for the class and for `O`. `copy` and `prior`:
 * w_c = 1 - s and w_O = s, where s is the share of the class among the copy's labelled tokens, or what that is in
 * the training part: N_c / N with `outside`, N_c / (N_c + N_O) with `ignored`. The labels of one type share a weight.
 * @returns a function of the class (from 1) and of what its copy holds
 * @throws ObjectiveError if the counts do not fit the labels
 */
export function copyWeights(
  context: ObjectiveContext,
  { weights, others }: { readonly weights: WeightScope; readonly others: "outside" | "ignored" },
): (c: number, copy: CopyCounts) => CopyWeights {
  const counts = countsByClass(context, weights);
  const total = sum(counts);
  const outside = counts[0] as number;
  const ofShare = (share: number): CopyWeights => ({ positive: 1 - share, outside: share });
  switch (weights) {
    case "none":
      return () => ({ positive: 1, outside: 1 });
    case "dataset":
      return (c) => ({ positive: 1 - (counts[c] as number) / total, outside: 1 - outside / total });
    case "copy":
      return (_, copy) => ofShare(shareOf(copy.positive, copy.positive + copy.outside));
    case "prior":
      return (c) => {
        const count = counts[c] as number;
        return ofShare(shareOf(count, others === "outside" ? total : count + outside));
      };
  }
}

/** Training counts by class, `[types + 1]`: the labels of a type together. */
function countsByClass(context: ObjectiveContext, scope: WeightScope): Float64Array {
  const counts = checkCounts(context, scope);
  const byClass = new Float64Array(context.labelSet.types.length + 1);
  for (const [label, count] of counts.entries()) {
    const c = typeIndexOf(context.labelSet, label) + 1;
    byClass[c] = (byClass[c] as number) + count;
  }
  return byClass;
}

function checkCounts({ labelSet, counts }: ObjectiveContext, scope: WeightScope): Float64Array {
  const checked = Float64Array.from(counts);
  if (checked.length !== labelSet.labels.length)
    throw new ObjectiveError(
      {},
      `${checked.length} training counts were given for ${labelSet.labels.length} labels`,
      "Count the training part with the label set that it is trained with",
    );
  const bad = checked.findIndex((count) => !(count >= 0 && count < Number.POSITIVE_INFINITY));
  if (bad >= 0)
    throw new ObjectiveError(
      {},
      `the training count of label ${bad} is ${checked[bad]}`,
      "Counts are whole numbers from 0",
    );
  if ((scope === "dataset" || scope === "prior") && sum(checked) === 0)
    throw new ObjectiveError(
      {},
      `class weights ${scope} need counts and the training part has 0 labelled pieces`,
      "Check that the training documents have text",
    );
  return checked;
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
