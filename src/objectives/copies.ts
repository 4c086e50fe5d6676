/** A batch seen by class, and the targets of its copies without making them. */

import { InternalError } from "../core/index.js";
import { IGNORED, type LabelSet, typeIndexOf } from "../labels/index.js";
import type { BatchLabels } from "./objective.js";

/** A batch by class: 0 is `O`, k the k-th type. */
export interface ClassBatch {
  readonly labels: Int32Array;
  /** Class of each token's label, `[tokens]`, or `IGNORED`. */
  readonly classes: Int32Array;
  /** Further classes of tokens in nested mentions; none of a token without loss. */
  readonly extra: ReadonlyMap<number, ReadonlySet<number>>;
  /** Number of labels. */
  readonly ways: number;
  readonly types: number;
  /** Tokens with a label. */
  readonly labelled: number;
  /** Tokens of no type at all. */
  readonly outside: number;
  /** Tokens of each class, `[types + 1]`; a token of several types counts in each. */
  readonly positive: Int32Array;
}

/** One copy: weight of a positive and of a negative token, divided by the copy's sum of weights. */
export interface CopyRate {
  readonly c: number;
  readonly positive: number;
  readonly outside: number;
}

/** Tokens of other types in a copy. */
export type Others = "outside" | "ignored";

/**
 * Sorts the tokens of a batch by class.
 * @throws InternalError for a label or a further type that the label set does not have
 */
export function readBatch(labelSet: LabelSet, { labels, positives = [] }: BatchLabels): ClassBatch {
  const types = labelSet.types.length;
  const ways = labelSet.labels.length;
  const classes = labels.map((label, token) => {
    if (label === IGNORED) return IGNORED;
    if (!(label >= 0 && label < ways))
      throw new InternalError(`token ${token} has label ${label} of ${ways}`);
    return typeIndexOf(labelSet, label) + 1;
  });
  const extra = new Map<number, Set<number>>();
  for (const { token, type } of positives) {
    if (!(type >= 0 && type < types) || classes[token] === undefined)
      throw new InternalError(`token ${token} of ${labels.length} has further type ${type}`);
    const c = type + 1;
    if (classes[token] === IGNORED || classes[token] === c) continue;
    extra.set(token, (extra.get(token) ?? new Set()).add(c));
  }
  const positive = new Int32Array(types + 1);
  let labelled = 0;
  let outside = 0;
  for (const [token, c] of classes.entries()) {
    if (c === IGNORED) continue;
    labelled++;
    if (c === 0 && !extra.has(token)) outside++;
    for (const member of [...(c > 0 ? [c] : []), ...(extra.get(token) ?? [])])
      positive[member] = (positive[member] as number) + 1;
  }
  return {
    labels,
    classes,
    extra,
    ways,
    types,
    labelled,
    outside,
    positive,
  };
}

/**
 * Targets of the sum of copies under one softmax over the labels. A token is positive in its own copy and `O` in
 * all the others (with `outside`), so it has at most two targets however many copies there are:
 * O(tokens + copies) work.
 * @returns `[tokens * ways]`
 */
export function writeSoftmax(
  { labels, classes, ways, types }: ClassBatch,
  copies: readonly CopyRate[],
  others: Others,
): Float32Array {
  const positive = new Float64Array(types + 1);
  const outside = new Float64Array(types + 1);
  let everywhere = 0;
  for (const copy of copies) {
    positive[copy.c] = copy.positive;
    outside[copy.c] = copy.outside;
    everywhere += copy.outside;
  }
  const targets = new Float32Array(labels.length * ways);
  for (const [token, c] of classes.entries()) {
    if (c === IGNORED) continue;
    if (c === 0 || others === "outside")
      targets[token * ways] = everywhere - (outside[c] as number);
    if (c > 0) targets[token * ways + (labels[token] as number)] = positive[c] as number;
  }
  return targets;
}

/**
 * Targets of copies that have a softmax of two ways each, at 2(c - 1) for `O` and 2(c - 1) + 1 for class c: every
 * token has one in every copy, but for the tokens of other types under `ignored`. A token in nested mentions is
 * positive in the copy of each of its types.
 * @returns `[tokens * types * 2]`
 */
export function writeBinary(
  { classes, extra, types }: ClassBatch,
  copies: readonly CopyRate[],
  others: Others,
): Float32Array {
  const targets = new Float32Array(classes.length * types * 2);
  for (const [token, own] of classes.entries()) {
    if (own === IGNORED) continue;
    const further = extra.get(token);
    const negative = others === "outside" || (own === 0 && further === undefined);
    for (const { c, positive, outside } of copies) {
      const row = (token * types + c - 1) * 2;
      if (own === c || further?.has(c)) targets[row + 1] = positive;
      else if (negative) targets[row] = outside;
    }
  }
  return targets;
}
