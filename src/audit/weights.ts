/** The class weights that training will use. */

import { createLabelSet, type LabelSet } from "../labels/index.js";
import { copyWeights, labelWeights } from "../objectives/index.js";
import type { AuditReport } from "./report.js";

/**
 * Labels of every type as its name, under the scheme `io`. Unlike `createLabelSet` it takes names that training
 * refuses: an audit says so instead.
 */
export function labelsOf(types: readonly string[]): LabelSet {
  return { scheme: "io", types, labels: ["O", ...types] };
}

/** Whether training takes a type of this name. */
export function isUsable(type: string): boolean {
  try {
    return createLabelSet({ scheme: "io", types: [type] }).types.length === 1;
  } catch {
    return false;
  }
}

/**
 * Class weights of the recipes.
 * @param counts labelled pieces or words by label, `[types + 1]`; 0 for types that the training part lacks
 */
export function weightsOf(
  counts: Float64Array,
  {
    labelSet,
    unit,
    part,
  }: { readonly labelSet: LabelSet } & Pick<NonNullable<AuditReport["weights"]>, "unit" | "part">,
): AuditReport["weights"] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const context = { labelSet, counts };
  const dataset = labelWeights(context, "dataset");
  const small = copyWeights(context, { weights: "prior", others: "ignored" });
  const classes = labelSet.types.map((type, i) => ({ type, c: i + 1 }));
  return {
    ...{ unit, part, total },
    outside: { count: counts[0] as number, dataset: dataset[0] as number },
    types: Object.fromEntries(
      classes
        .map(({ type, c }) => ({ type, c, count: counts[c] as number }))
        .filter(({ count }) => count > 0)
        .map(({ type, c, count }) => [
          type,
          // `prior` does not look at what one batch holds.
          { count, dataset: dataset[c] as number, small: small(c, { positive: 0, outside: 0 }) },
        ]),
    ),
  };
}
