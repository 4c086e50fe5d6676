/** Binary token labels as the method defines them: every copy made, token by token; and batches to try them on. */

import fc from "fast-check";
import { IGNORED, type LabelSet } from "../src/labels/index.js";
import type { BinaryTokenLabelsOptions, Head } from "../src/objectives/index.js";

type Numbers = Pick<BinaryTokenLabelsOptions, "strength" | "beta">;
/** Options that decide a copy. */
export type CopyOptions = Required<Omit<BinaryTokenLabelsOptions, "loss" | keyof Numbers>>;

/** An element that is there. */
export const at = (values: ArrayLike<number>, index: number) => values[index] as number;
const logSumExp = (values: number[]) => {
  const top = Math.max(...values);
  return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0));
};

/** -sum(targets * logSoftmax) and its gradient softmax * sum(targets) - targets, by their formulas. */
export function lossOf(targets: Float32Array, logits: readonly number[], { ways }: Head) {
  let loss = 0;
  const gradient: number[] = [];
  for (let first = 0; first < logits.length; first += ways) {
    const group = logits.slice(first, first + ways);
    const norm = logSumExp(group);
    const mass = targets.slice(first, first + ways).reduce((sum, target) => sum + target, 0);
    group.forEach((logit, way) => {
      const target = at(targets, first + way);
      loss -= target * (logit - norm);
      gradient.push(Math.exp(logit - norm) * mass - target);
    });
  }
  return { loss, gradient };
}

/** Label sets of every scheme. */
export const SETS: readonly LabelSet[] = [
  { scheme: "io", types: ["A", "B", "C"], labels: ["O", "A", "B", "C"] },
  { scheme: "bio", types: ["A", "B"], labels: ["O", "B-A", "I-A", "B-B", "I-B"] },
  {
    scheme: "bioes",
    types: ["A", "B"],
    labels: ["O", "B-A", "I-A", "E-A", "S-A", "B-B", "I-B", "E-B", "S-B"],
  },
];

/** A batch with all that decides its loss. */
export interface Drawn {
  labelSet: LabelSet;
  labels: number[];
  positives: { token: number; type: number }[];
  counts: number[];
  options: CopyOptions & Numbers;
  seed: number;
}

/** Cui et al. 2019: the effective number is the sum of .99^i over the examples, the weight one by it. */
function effective(count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += 0.99 ** i;
  return 1 / sum;
}

/** The loss as the method defines it: every copy made, token by token. */
export function literalLoss(
  { labelSet, labels, positives, counts, options }: Drawn,
  logits: number[],
) {
  const { types } = labelSet;
  const typeOf = (label: number) =>
    types.findIndex((t) =>
      [t, `B-${t}`, `I-${t}`, `E-${t}`, `S-${t}`].includes(labelSet.labels[label] as string),
    );
  const binary = options.head === "binary";
  const typesOf = (token: number) => {
    const own = typeOf(at(labels, token));
    const more = binary ? positives.filter((p) => p.token === token).map((p) => p.type) : [];
    return new Set([...(own >= 0 ? [own] : []), ...more]);
  };
  const total = counts.reduce((sum, count) => sum + count, 0);
  const trained = types.map((_, type) =>
    counts.reduce((sum, count, label) => sum + (typeOf(label) === type ? count : 0), 0),
  );
  const outputs = binary ? 2 * types.length : labelSet.labels.length;
  const losses: number[] = [];
  for (const [type] of types.entries()) {
    const copy: { token: number; positive: boolean }[] = [];
    for (const [token, label] of labels.entries()) {
      const members = typesOf(token);
      if (label === IGNORED) continue;
      if (members.has(type)) copy.push({ token, positive: true });
      else if (members.size === 0 || options.others === "outside")
        copy.push({ token, positive: false });
    }
    const positives = copy.filter(({ positive }) => positive).length;
    if (positives === 0 && options.copies === "present") continue;
    const inCopy = copy.length === 0 ? 0 : positives / copy.length;
    const whole = options.others === "outside" ? total : at(trained, type) + at(counts, 0);
    const prior = at(trained, type) / whole;
    const [wOutside, wPositive] = {
      none: [1, 1],
      dataset: [1 - at(counts, 0) / total, 1 - at(trained, type) / total],
      copy: [inCopy, 1 - inCopy],
      prior: [prior, 1 - prior],
      inverse: [1 / at(counts, 0), 1 / at(trained, type)],
      "inverse-sqrt": [at(counts, 0) ** -0.5, at(trained, type) ** -0.5],
      effective: [effective(at(counts, 0)), effective(at(trained, type))],
    }[options.weights].map((weight) => weight ** (options.strength ?? 1)) as [number, number];
    let loss = 0;
    let weights = 0;
    for (const { token, positive } of copy) {
      const first = token * outputs + (binary ? 2 * type : 0);
      const group = logits.slice(first, first + (binary ? 2 : outputs));
      const way = positive ? (binary ? 1 : at(labels, token)) : 0;
      const weight = positive ? wPositive : wOutside;
      loss += weight * (logSumExp(group) - at(group, way));
      weights += weight;
    }
    if (weights > 0) losses.push(loss / weights);
  }
  const sum = losses.reduce((total, loss) => total + loss, 0);
  return options.reduction === "mean" && losses.length > 0 ? sum / losses.length : sum;
}

const options = fc.record({
  others: fc.constantFrom("outside" as const, "ignored" as const),
  copies: fc.constantFrom("present" as const, "all" as const),
  head: fc.constantFrom("softmax" as const, "binary" as const),
  weights: fc.constantFrom(
    ...(["none", "dataset", "copy", "prior", "inverse", "inverse-sqrt", "effective"] as const),
  ),
  strength: fc.constantFrom(1, 0.5, 2),
  reduction: fc.constantFrom("mean" as const, "sum" as const),
  schedule: fc.constant("fused" as const),
});
/** Any batch. */
export const drawn: fc.Arbitrary<Drawn> = fc
  .tuple(fc.constantFrom(...SETS), options)
  .chain(([set, { strength, ...rest }]) => {
    const options: CopyOptions & Numbers = {
      ...rest,
      ...(rest.weights === "none" ? {} : { strength }),
      ...(rest.weights === "effective" ? { beta: 0.99 } : {}),
    };
    const labelSet = options.head === "binary" ? (SETS[0] as LabelSet) : set;
    const label = fc.oneof(fc.constantFrom(IGNORED, 0), fc.nat(labelSet.labels.length - 1));
    return fc.array(label, { minLength: 1, maxLength: 9 }).chain((labels) =>
      fc.record({
        labelSet: fc.constant(labelSet),
        options: fc.constant(options),
        labels: fc.constant(labels),
        positives: fc.array(
          fc.record({
            token: fc.nat(labels.length - 1),
            type: fc.nat(labelSet.types.length - 1),
          }),
          { maxLength: 4 },
        ),
        counts: fc.array(fc.integer({ min: 1, max: 500 }), {
          minLength: labelSet.labels.length,
          maxLength: labelSet.labels.length,
        }),
        seed: fc.nat(),
      }),
    );
  });
