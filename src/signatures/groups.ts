/** Types by how much there is to learn them from. */

import { total } from "./sums.js";

/** Names of types. */
export interface TypeGroups {
  /** With at most an equal share of the training pieces, such as 32 of MACCROBAT's 41. */
  readonly rare: readonly string[];
  /** With more. */
  readonly frequent: readonly string[];
}

/** Parts types at an equal share. @param pieces of each type in the training part */
export function groupTypes(pieces: Readonly<Record<string, number>>): TypeGroups {
  const sizes = Object.values(pieces);
  const isFrequent = (type: string) => (pieces[type] as number) > total(sizes) / sizes.length;
  const types = Object.keys(pieces);
  return {
    rare: types.filter((type) => !isFrequent(type)),
    frequent: types.filter(isFrequent),
  };
}
