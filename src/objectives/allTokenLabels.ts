/** All token labels (ATL): ordinary token classification, one step a batch. */

import { InternalError } from "../core/index.js";
import { IGNORED } from "../labels/index.js";
import { ObjectiveError } from "./error.js";
import { LOSS_NAMES, type LOSS_NUMBERS, LOSSES } from "./losses.js";
import type { BatchLabels, Objective, ObjectiveContext } from "./objective.js";
import { type Chosen, chooseOptions, type OptionTable } from "./options.js";
import {
  labelWeights,
  type WEIGHT_NUMBERS,
  WEIGHTINGS,
  type WeightNumbers,
  weightNumbers,
} from "./weights.js";

const OPTIONS = { weights: WEIGHTINGS, loss: LOSS_NAMES } as const;

/**
 * Share of the epochs before class weights hold: the deferred re-weighting of Cao et al. 2019 has .8, with LDAM and the
 * weights `effective`.
 */
const DEFERRAL = { weightsFrom: { default: 0, min: 0, max: 1 } } as const satisfies OptionTable;

/** Options of all token labels: class `weights`, the `loss`, and the numbers that these take. */
export type AllTokenLabelsOptions = Partial<Chosen<typeof OPTIONS>> &
  Partial<Chosen<typeof WEIGHT_NUMBERS & typeof DEFERRAL & typeof LOSS_NUMBERS>>;

/**
 * Weighted mean cross-entropy over all labelled tokens, or another loss.
 * @throws ObjectiveError for an option that is unknown or without effect, weights that need copies, or counts that do not fit
 * @see Rehman, Zhang, Yang 2024, arXiv 2409.03238
 */
export function allTokenLabels(
  context: ObjectiveContext,
  given: AllTokenLabelsOptions = {},
): Objective {
  refuseCopyWeights(given.weights);
  const { weights, loss } = chooseOptions("atl", OPTIONS, {
    weights: given.weights,
    loss: given.loss,
  });
  const { numbers, make } = LOSSES[loss];
  const options: Record<string, string | number> = chooseOptions(
    "atl",
    {
      ...{ ...OPTIONS, ...weightNumbers(weights), ...numbers },
      ...(weights === "none" ? {} : DEFERRAL),
    } as OptionTable,
    given,
  );
  const decided = labelWeights(context, weights, options as WeightNumbers);
  const equal = decided.map(() => 1);
  const weightsAt = ({ done = 0 }: BatchLabels): Float64Array =>
    done < ((options.weightsFrom as number | undefined) ?? 0) ? equal : decided;
  const ways = decided.length;
  /** Sum of the weights of the labelled tokens, by which the loss is divided. */
  const totalOf = (batch: BatchLabels): number => {
    const weights = weightsAt(batch);
    let total = 0;
    for (const [token, label] of batch.labels.entries()) {
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
    loss: make(context, options),
    countSteps: (batch) => (totalOf(batch) > 0 ? 1 : 0),
    steps: (batch) => {
      const weights = weightsAt(batch);
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
      `Use one of the weights ${WEIGHTINGS.join(", ")}, or the objective btl`,
    );
}
