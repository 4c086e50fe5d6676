/** Class weights of cross-entropy, from how often each class occurs. */

import { typeIndexOf } from "../labels/index.js";
import { ObjectiveError } from "./error.js";
import type { ObjectiveContext } from "./objective.js";
import type { OptionTable } from "./options.js";

/** Class weights that the training part decides. */
export const WEIGHTINGS = ["none", "dataset", "inverse", "inverse-sqrt", "effective"] as const;

/** One of {@link WEIGHTINGS}. */
export type Weighting = (typeof WEIGHTINGS)[number];

/** {@link Weighting}, or where the shares of the weights inside copies are counted. */
export type WeightScope = Weighting | "copy" | "prior";

/** Numbers that class weights take. */
export const WEIGHT_NUMBERS = {
  /** Weights are raised to this power: 0 is no weights. */
  strength: { default: 1, min: 0, max: 10 },
  /** Of `effective`: share of new examples that repeat old ones. */
  beta: { default: 0.999, min: 0, max: 0.9999999 },
} as const satisfies OptionTable;

/** Some of {@link WEIGHT_NUMBERS}, the defaults elsewhere. */
export type WeightNumbers = Readonly<Partial<Record<keyof typeof WEIGHT_NUMBERS, number>>>;

/** Those of {@link WEIGHT_NUMBERS} that say something of some weights. */
export function weightNumbers(weights: WeightScope): Partial<typeof WEIGHT_NUMBERS> {
  const { strength, beta } = WEIGHT_NUMBERS;
  if (weights === "none") return {};
  return weights === "effective" ? { strength, beta } : { strength };
}

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
 * Weight of a class of `count` examples among `total`. Losses are divided by the sum of their weights, as PyTorch's
 * weighted mean is, so that only the ratios of weights matter: N / (C N_c) of scikit-learn's `balanced` is `inverse`, and the
 * effective number needs not be normalised to sum C. Except for `dataset`, a class that never occurs counts as one example.
 * @see Cui et al. 2019, Class-Balanced Loss Based on Effective Number of Samples, equation 2
 */
const FORMULAS: Readonly<
  Record<Weighting, (count: number, rest: { total: number; beta: number }) => number>
> = {
  none: () => 1,
  dataset: (count, { total }) => 1 - count / total,
  inverse: (count) => 1 / Math.max(1, count),
  "inverse-sqrt": (count) => 1 / Math.sqrt(Math.max(1, count)),
  effective: (count, { beta }) => (1 - beta) / (1 - beta ** Math.max(1, count)),
};

/**
 * Weights of all token labels, `O` included: `dataset` is 1 - N_label / N, `none` 1.
 * @returns one weight a label, `[labels]`
 * @throws ObjectiveError if the counts do not fit the labels
 */
export function labelWeights(
  context: ObjectiveContext,
  weighting: Weighting,
  numbers: WeightNumbers = {},
): Float64Array {
  const counts = checkCounts(context, weighting);
  return counts.map(weigherOf(weighting, { total: sum(counts), ...numbers }));
}

/**
 * Weights inside the copy of each class. `copy` and `prior`: w_c = 1 - s and w_O = s, where s is the share of the class
 * among the copy's labelled tokens, or what that is in the training part: N_c / N with `outside`, N_c / (N_c + N_O) with
 * `ignored`. All others: as for all token labels, for the class and for `O`. The labels of one type share a weight.
 * @returns a function of the class (from 1) and of what its copy holds
 * @throws ObjectiveError if the counts do not fit the labels
 */
export function copyWeights(
  context: ObjectiveContext,
  {
    weights,
    others,
    ...numbers
  }: {
    readonly weights: WeightScope;
    readonly others: "outside" | "ignored";
  } & WeightNumbers,
): (c: number, copy: CopyCounts) => CopyWeights {
  const { strength = WEIGHT_NUMBERS.strength.default } = numbers;
  const counts = countsByClass(context, weights);
  const total = sum(counts);
  const outside = counts[0] as number;
  const ofShare = (share: number): CopyWeights => ({
    positive: (1 - share) ** strength,
    outside: share ** strength,
  });
  if (weights === "copy")
    return (_, copy) => ofShare(shareOf(copy.positive, copy.positive + copy.outside));
  if (weights === "prior")
    return (c) => {
      const count = counts[c] as number;
      return ofShare(shareOf(count, others === "outside" ? total : count + outside));
    };
  const weigh = weigherOf(weights, { total, ...numbers });
  return (c) => ({ positive: weigh(counts[c] as number), outside: weigh(outside) });
}

function weigherOf(
  weighting: Weighting,
  {
    total,
    strength = WEIGHT_NUMBERS.strength.default,
    beta = WEIGHT_NUMBERS.beta.default,
  }: { total: number } & WeightNumbers,
): (count: number) => number {
  return (count) => FORMULAS[weighting](count, { total, beta }) ** strength;
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

/**
 * Counts by label as numbers of their own.
 * @throws ObjectiveError if they do not fit the labels, or weights that need some have none
 */
export function checkCounts(
  { labelSet, counts }: ObjectiveContext,
  scope: WeightScope,
): Float64Array {
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
