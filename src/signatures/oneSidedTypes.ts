/** A split without a type: it cannot be learned, or nothing can be said of it. */

import type { Signature } from "./signature.js";
import { total } from "./sums.js";
import { count, list } from "./wording.js";

/** Mentions by type in each part that there is. */
export interface MentionsOfParts {
  readonly train: Readonly<Record<string, number>>;
  readonly dev?: Readonly<Record<string, number>> | undefined;
  readonly test?: Readonly<Record<string, number>> | undefined;
}

/**
 * Tells, for each part that is scored, the types that only it or only the training part has. No threshold: it is so or not.
 * What cannot be learned is a warning, as it lowers every macro score; what is not scored is a note, as a corpus of many rare
 * types cannot but have some.
 */
export function oneSidedTypes({ train, ...scored }: MentionsOfParts): Signature[] {
  return Object.entries(scored).flatMap(([part, mentions = {}]) => {
    if (scored[part as keyof typeof scored] === undefined) return [];
    const unlearned = missing(mentions, train);
    const unscored = missing(train, mentions);
    const signatures: Signature[] = [];
    if (unlearned.types.length > 0)
      signatures.push({
        code: "split-without-type",
        severity: "warning",
        message: `${count(unlearned.types.length, "type")} of the ${part} part (${list(unlearned.types)}) ${unlearned.types.length === 1 ? "has" : "have"} no mention to learn from, so that ${count(unlearned.mentions, "mention")} can only be missed`,
        advice: "Move documents with the types to the training part, or leave the types out",
        numbers: { types: unlearned.types.length, mentions: unlearned.mentions },
        types: unlearned.types,
      });
    if (unscored.types.length > 0)
      signatures.push({
        code: "split-without-type",
        severity: "note",
        message: `${unscored.types.length} of ${count(Object.keys(train).length, "type")} (${list(unscored.types)}), with ${count(unscored.mentions, "mention")} to learn from, ${unscored.types.length === 1 ? "has" : "have"} none in the ${part} part and no score there`,
        advice: "Annotate more of them, or score by folds (raretag split --folds)",
        numbers: {
          ...{ types: unscored.types.length, of: Object.keys(train).length },
          mentions: unscored.mentions,
        },
        types: unscored.types,
      });
    return signatures;
  });
}

/** Types of one part that another has not, in alphabetical order. */
function missing(
  part: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): { types: string[]; mentions: number } {
  const types = Object.keys(part)
    .filter((type) => !Object.hasOwn(other, type))
    .sort();
  return { types, mentions: total(types.map((type) => part[type] as number)) };
}
