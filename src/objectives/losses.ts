/** The table of losses, by the name that the configuration knows. */

import { crossEntropy } from "./crossEntropy.js";
import { DICE_NUMBERS, dice } from "./dice.js";
import { FOCAL_NUMBERS, focal } from "./focal.js";
import { LDAM_NUMBERS, ldam } from "./ldam.js";
import { balancedSoftmax, LOGIT_ADJUSTED_NUMBERS, logitAdjusted } from "./logitAdjusted.js";
import { MAJORITY_NUMBERS, majorityOrMinority } from "./majorityOrMinority.js";
import type { LossGraph, ObjectiveContext } from "./objective.js";
import type { Chosen, OptionTable } from "./options.js";
import { printed } from "./printed.js";

/** A loss: the numbers that it takes, and how it is made for a label set. */
interface Loss {
  readonly numbers: OptionTable;
  readonly make: (
    context: ObjectiveContext,
    chosen: Readonly<Record<string, unknown>>,
  ) => LossGraph;
}

/** @param make is given options that were checked against `numbers` */
function loss<T extends OptionTable>(
  numbers: T,
  make: (context: ObjectiveContext, chosen: Chosen<T>) => LossGraph,
): Loss {
  return { numbers, make: (context, chosen) => make(context, chosen as Chosen<T>) };
}

/** Names of the losses, the default first. */
export const LOSS_NAMES = [
  "cross-entropy",
  "focal",
  "dice",
  "logit-adjusted",
  "balanced-softmax",
  "ldam",
  "majority-or-minority",
  "printed",
] as const;

/** One of {@link LOSS_NAMES}. */
export type LossName = (typeof LOSS_NAMES)[number];

/** All numbers that some loss takes. */
export const LOSS_NUMBERS = {
  ...FOCAL_NUMBERS,
  ...DICE_NUMBERS,
  ...LOGIT_ADJUSTED_NUMBERS,
  ...LDAM_NUMBERS,
  ...MAJORITY_NUMBERS,
} as const;

/** Every loss by name. */
export const LOSSES: Readonly<Record<LossName, Loss>> = {
  "cross-entropy": loss({}, () => crossEntropy),
  focal: loss(FOCAL_NUMBERS, (_, numbers) => focal(numbers)),
  dice: loss(DICE_NUMBERS, (_, numbers) => dice(numbers)),
  "logit-adjusted": loss(LOGIT_ADJUSTED_NUMBERS, logitAdjusted),
  "balanced-softmax": loss({}, balancedSoftmax),
  ldam: loss(LDAM_NUMBERS, ldam),
  "majority-or-minority": loss(MAJORITY_NUMBERS, majorityOrMinority),
  printed: loss({}, () => printed),
};
