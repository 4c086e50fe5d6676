/** Room `objectives`: batches to the targets of their losses, and the losses; knows no engine. */

export { type AllTokenLabelsOptions, allTokenLabels } from "./allTokenLabels.js";
export {
  type BinaryTokenLabelsOptions,
  binaryTokenLabels,
  PAPER_READING,
} from "./binaryTokenLabels.js";
export {
  createObjective,
  OBJECTIVE_NAMES,
  type ObjectiveChoice,
  type ObjectiveName,
} from "./create.js";
export { crossEntropy } from "./crossEntropy.js";
export { ObjectiveError } from "./error.js";
export { foldBinaryHead, type OutputLayer } from "./fold.js";
export { LOSS_NAMES, type LossName } from "./losses.js";
export type { BatchLabels, Head, LossGraph, Objective, ObjectiveContext } from "./objective.js";
export {
  type CopyCounts,
  type CopyWeights,
  copyWeights,
  labelWeights,
  type Weighting,
  type WeightNumbers,
  type WeightScope,
} from "./weights.js";
