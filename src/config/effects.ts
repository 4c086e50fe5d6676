/** Keys that say something only while others have certain values. */
import { valueAt } from "./keys.js";
import type { AskedConfig } from "./schema.js";

/** A value that a key must have for another to have an effect. */
interface Condition {
  readonly path: string;
  readonly is: readonly string[];
}

const only = (path: string, ...is: string[]): Condition => ({ path, is });
const BTL = only("objective.name", "btl");
const NAMED = only("objective.name", "btl", "atl");
const WEIGHTED = only(
  "objective.weights",
  ...["dataset", "copy", "prior", "inverse", "inverse-sqrt", "effective"],
);
const AUGMENTED = only("training.augment.method", "mentions", "words");

/** By key what it needs; a key that is not here always has an effect. */
const CONDITIONS: Readonly<Record<string, readonly Condition[]>> = {
  "objective.others": [BTL],
  "objective.copies": [BTL],
  "objective.schedule": [BTL],
  "objective.head": [BTL],
  "objective.reduction": [BTL],
  "objective.strength": [WEIGHTED],
  "objective.beta": [only("objective.weights", "effective")],
  "objective.weightsFrom": [only("objective.name", "atl"), WEIGHTED],
  "objective.gamma": [only("objective.loss", "focal")],
  "objective.alpha": [only("objective.loss", "dice")],
  "objective.smoothing": [only("objective.loss", "dice")],
  "objective.tau": [only("objective.loss", "logit-adjusted")],
  "objective.margin": [only("objective.loss", "ldam")],
  "objective.scale": [only("objective.loss", "ldam")],
  "objective.lambda": [only("objective.loss", "majority-or-minority")],
  "training.augment.rate": [AUGMENTED],
  "training.augment.copies": [AUGMENTED],
  "decode.decoder": [NAMED],
  "decode.prior": [NAMED],
};

function conditionsOf(path: string): readonly Condition[] {
  const own = CONDITIONS[path] ?? [];
  return path.startsWith("objective.") && path !== "objective.name" ? [NAMED, ...own] : own;
}

/** What keeps a key from having an effect; undefined if nothing does. */
export function obstacleTo(config: AskedConfig, path: string): Condition | undefined {
  return conditionsOf(path).find(
    (needed) => !needed.is.includes(String(valueAt(config, needed.path))),
  );
}

/** Whether a key, such as `objective.gamma`, has an effect under the other values of a configuration. */
export function hasEffect(config: AskedConfig, path: string): boolean {
  return obstacleTo(config, path) === undefined;
}
