/** Binary token labels (BTL): a copy of the batch for each class, with it against `O`, as targets in closed form. */

import type { Random } from "../core/index.js";
import { type ClassBatch, type CopyRate, readBatch, writeBinary, writeSoftmax } from "./copies.js";
import { ObjectiveError } from "./error.js";
import { LOSSES } from "./losses.js";
import type { BatchLabels, Objective, ObjectiveContext } from "./objective.js";
import { type Chosen, chooseOptions } from "./options.js";
import {
  copyWeights,
  type WEIGHT_NUMBERS,
  WEIGHTINGS,
  type WeightNumbers,
  weightNumbers,
} from "./weights.js";

const OPTIONS = {
  /** Tokens of the other classes in a copy: they become `O`, or carry no loss. */
  others: ["ignored", "outside"],
  /** A copy for each class that the batch has, or for every class. */
  copies: ["present", "all"],
  /** One step on all copies together, or a step a copy in shuffled order. */
  schedule: ["fused", "sequential"],
  /** One output layer over all labels, or two rows a type. */
  head: ["softmax", "binary"],
  weights: ["prior", "copy", ...WEIGHTINGS],
  /** Mean or sum over the copies that have a loss; of a fused step only. */
  reduction: ["mean", "sum"],
  loss: ["cross-entropy", "printed"],
} as const;

type Options = Chosen<typeof OPTIONS> & WeightNumbers;

/** Options of binary token labels; what is left out is the reading `small`. */
export type BinaryTokenLabelsOptions = Partial<Chosen<typeof OPTIONS & typeof WEIGHT_NUMBERS>>;

/** The literal reading of the paper: an optimizer step a copy. Decode with KNN. */
export const PAPER_READING = {
  others: "outside",
  copies: "present",
  schedule: "sequential",
  head: "softmax",
  weights: "dataset",
} as const satisfies BinaryTokenLabelsOptions;

/**
 * The copy of class c has the input of the batch, its only positives are the tokens of c, `O` is the negative
 * class; its loss is the weighted mean cross-entropy, zero where its weights sum to zero.
 * @throws ObjectiveError for an unknown option, options that exclude each other, or counts that do not fit
 * @see Rehman, Zhang, Yang 2024, arXiv 2409.03238
 */
export function binaryTokenLabels(
  context: ObjectiveContext,
  given: BinaryTokenLabelsOptions = {},
): Objective {
  const options = choose(context, given);
  const { types, labels } = context.labelSet;
  const weigh = copyWeights(context, options);
  const binary = options.head === "binary";
  const write = binary ? writeBinary : writeSoftmax;

  const ratesOf = (batch: ClassBatch): CopyRate[] => {
    const rates: CopyRate[] = [];
    for (let c = 1; c <= types.length; c++) {
      const positive = batch.positive[c] as number;
      if (options.copies === "present" && positive === 0) continue;
      const outside = options.others === "outside" ? batch.labelled - positive : batch.outside;
      const weight = weigh(c, { positive, outside });
      const total = weight.positive * positive + weight.outside * outside;
      if (total > 0)
        rates.push({ c, positive: weight.positive / total, outside: weight.outside / total });
    }
    return rates;
  };

  const read = (gold: BatchLabels): ClassBatch =>
    readBatch(context.labelSet, binary ? gold : { labels: gold.labels });
  const sequential = options.schedule === "sequential";

  return {
    name: "btl",
    head: binary
      ? { kind: "binary", groups: types.length, ways: 2 }
      : { kind: "softmax", groups: 1, ways: labels.length },
    options,
    loss: LOSSES[options.loss].make(context, options),
    countSteps: (gold) => {
      const copies = ratesOf(read(gold)).length;
      return sequential ? copies : Math.min(1, copies);
    },
    steps: (gold: BatchLabels, random: Random) => {
      const batch = read(gold);
      const rates = ratesOf(batch);
      if (sequential)
        return mapped(random.shuffled(rates), (rate) => write(batch, [rate], options.others));
      if (rates.length === 0) return [];
      const scale = options.reduction === "mean" ? 1 / rates.length : 1;
      const scaled = rates.map(({ c, positive, outside }) => ({
        c,
        positive: positive * scale,
        outside: outside * scale,
      }));
      return [write(batch, scaled, options.others)];
    },
  };
}

/** Targets of one step at a time: with thousands of types those of all copies would fill the memory. */
function* mapped<A, B>(values: Iterable<A>, f: (value: A) => B): Generator<B> {
  for (const value of values) yield f(value);
}

/** Completes the options and refuses those that exclude each other. */
function choose({ labelSet }: ObjectiveContext, given: BinaryTokenLabelsOptions): Options {
  const sequential = given.schedule === "sequential";
  const { weights } = chooseOptions(
    "btl",
    { weights: OPTIONS.weights },
    { weights: given.weights },
  );
  const options: Options = chooseOptions(
    "btl",
    { ...OPTIONS, ...weightNumbers(weights) },
    {
      ...given,
      ...(sequential ? { reduction: given.reduction ?? "sum" } : {}),
    },
  );
  const refuse = (problem: string, advice: string): never => {
    throw new ObjectiveError({ source: "btl" }, problem, advice);
  };
  if (options.head === "binary" && labelSet.scheme !== "io")
    refuse(
      `head binary knows only whether a type is there and the scheme is ${labelSet.scheme}`,
      "Use the scheme io, or the head softmax",
    );
  if (sequential && options.reduction === "mean")
    refuse(
      "schedule sequential makes a step of each copy and reduction mean is over the copies of one step",
      "Leave the reduction out, or use the schedule fused",
    );
  return options;
}
