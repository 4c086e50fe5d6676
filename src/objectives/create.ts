/** The table of objectives, by the name that the command line knows. */

import { type AllTokenLabelsOptions, allTokenLabels } from "./allTokenLabels.js";
import { type BinaryTokenLabelsOptions, binaryTokenLabels } from "./binaryTokenLabels.js";
import { ObjectiveError } from "./error.js";
import type { Objective, ObjectiveContext } from "./objective.js";

const OBJECTIVES = { atl: allTokenLabels, btl: binaryTokenLabels } as const;

/** Name of an objective. */
export type ObjectiveName = keyof typeof OBJECTIVES;

/** All names of objectives. */
export const OBJECTIVE_NAMES = Object.keys(OBJECTIVES) as readonly ObjectiveName[];

/** An objective by name with its own options; what is left out takes the defaults. */
export type ObjectiveChoice =
  | ({ readonly name: "atl" } & AllTokenLabelsOptions)
  | ({ readonly name: "btl" } & BinaryTokenLabelsOptions);

/**
 * Makes an objective for a label set and what was counted of the training part.
 * @throws ObjectiveError for an unknown name or option, options that exclude each other, or counts that do not fit
 */
export function createObjective({
  name,
  labelSet,
  counts,
  ...options
}: ObjectiveChoice & ObjectiveContext): Objective {
  if (!Object.hasOwn(OBJECTIVES, name))
    throw new ObjectiveError(
      {},
      `objective ${JSON.stringify(name)} is not known`,
      `Use one of ${OBJECTIVE_NAMES.join(", ")}`,
    );
  return OBJECTIVES[name]({ labelSet, counts }, options as object);
}
