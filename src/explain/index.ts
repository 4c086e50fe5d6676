/** Room `explain`: why a model takes words for a type, and how far the answer can be trusted. */
export { neighbourAgreement, positiveShareInside, topWordInside } from "./agreement.js";
export { BASELINES, type Baseline } from "./baseline.js";
export { ExplainError } from "./error.js";
export {
  createExplainer,
  DEFAULT_STEPS,
  type Explained,
  type Explainer,
  type ExplainerOptions,
  type ExplainRequest,
  type ReadDocument,
} from "./explainer.js";
export type {
  Attribution,
  Completeness,
  Decision,
  ExplainedNeighbour,
  ExplainedWord,
  Explanation,
} from "./explanation.js";
export {
  type Faithfulness,
  type FaithfulnessOptions,
  measureFaithfulness,
  POOLS,
  type Pool,
} from "./faithfulness.js";
export type { ShownDecoder, TypeShare } from "./reading.js";
export type { Question, Target } from "./target.js";
