/** All token labels (ATL): ordinary token classification, one step a batch. */

import { InternalError } from "../core/index.js";
import { IGNORED } from "../labels/index.js";
import { ObjectiveError } from "./error.js";
import type { BatchLabels, Objective, ObjectiveContext } from "./objective.js";
import { type Chosen, chooseOptions } from "./options.js";
import { labelWeights } from "./weights.js";

const OPTIONS = { weights: ["none", "dataset"] } as const;

/** Options of all token labels: `weights` of the labels in the cross-entropy. */
export type AllTokenLabelsOptions = Partial<Chosen<typeof OPTIONS>>;

/**
 * Weighted mean cross-entropy over all labelled tokens.
 * @throws ObjectiveError for an unknown option, weights that need copies, or counts that do not fit
 * @see Rehman, Zhang, Yang 2024, arXiv 2409.03238
 */
export function allTokenLabels(
  context: ObjectiveContext,
  given: AllTokenLabelsOptions = {},
): Objective {
  refuseCopyWeights(given.weights);
  const options = chooseOptions("atl", OPTIONS, given);
  const weights = labelWeights(context, options.weights);
  const ways = weights.length;
  /** Sum of the weights of the labelled tokens, by which the loss is divided. */
  const totalOf = ({ labels }: BatchLabels): number => {
    let total = 0;
    for (const [token, label] of labels.entries()) {
      if (label === IGNORED) continue;
      const weight = weights[label];
      if (weight === undefined) throw new InternalError(`token ${token} has label ${label}`);
      total += weight;
    }
    return total;
  };
  return {
    name: "atl",
    head: { kind: "softmax", groups: 1, ways },
    options,
    countSteps: (batch) => (totalOf(batch) > 0 ? 1 : 0),
    steps: (batch) => {
      const total = totalOf(batch);
      if (total === 0) return [];
      const targets = new Float32Array(batch.labels.length * ways);
      for (const [token, label] of batch.labels.entries())
        if (label !== IGNORED) targets[token * ways + label] = (weights[label] as number) / total;
      return [targets];
    },
  };
}

function refuseCopyWeights(weights: string | undefined): void {
  if (weights === "copy" || weights === "prior")
    throw new ObjectiveError(
      { source: "atl" },
      `class weights ${weights} are of copies and all token labels make none`,
      "Use the weights none or dataset, or the objective btl",
    );
}
