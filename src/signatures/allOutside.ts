/** All-O collapse: hardly any word gets a type. */

import type { Config } from "../config/index.js";
import type { CountsByType } from "../evaluation/index.js";
import type { Signature } from "./signature.js";
import { sumsOfAll } from "./sums.js";

/**
 * Words with a type that are predicted for each that is annotated. Measured on MACCROBAT: .94 to 1.19 in every training of
 * docs/results.md, under either decoder; .39 for binary token labels without weights, about .29 for those with
 * `others: outside` by argmax, which collapse (docs/failures.md).
 */
const COLLAPSED = 0.5;
/** With fewer annotated words the share says more of the words than of the model: a mention is two or three of them. */
const ENOUGH = 20;

/** What a model finds in a part. */
export interface Finds {
  /** Words by type. */
  readonly words: CountsByType;
  /** Name of the part. */
  readonly part: string;
  /** Name of what chose the labels, such as `argmax`. */
  readonly decoder: string;
  readonly objective: Config["objective"];
}

/** Tells a collapse to `O`, and which types are never predicted. */
export function allOutside({ words, part, decoder, objective }: Finds): Signature[] {
  const { gold, predicted } = sumsOfAll(words);
  if (gold < ENOUGH || predicted >= COLLAPSED * gold) return [];
  const never = Object.keys(words).filter((type) =>
    words[type]?.predicted.every((count) => count === 0),
  );
  return [
    {
      code: "all-outside",
      severity: "warning",
      message: `${decoder} gives a type to ${predicted} words of the ${part} part, where ${gold} have one, and never predicts ${never.length} of ${Object.keys(words).length} types`,
      advice: adviceFor(decoder, objective),
      numbers: {
        ...{ predicted, annotated: gold, share: predicted / gold },
        ...{ never: never.length, types: Object.keys(words).length },
      },
      types: never,
    },
  ];
}

function adviceFor(decoder: string, { name, others, loss, weights }: Config["objective"]): string {
  if (loss === "dice" || loss === "printed")
    return `The loss ${loss} has no gradient where a type is improbable, as each is at first: set objective.loss=cross-entropy`;
  if (name === "btl" && others === "outside" && decoder !== "knn")
    return "Each token is O in the copies of all other types: set objective.others=ignored, or decode.decoder=knn";
  if (name === "btl" && (weights === "none" || weights === "dataset"))
    return "O is in every copy and outweighs each type: set objective.weights=prior";
  return "Train longer (training.epochs) or with a higher optimizer.learningRate, and look whether the loss falls";
}
