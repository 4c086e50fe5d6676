/** A datastore around given keys, for the tests of this room. */

import { float32 } from "../core/index.js";
import type { Datastore } from "./datastore.js";

/** All tokens are of class 0 in one document, unless `labels` says otherwise. */
export function datastoreOf(
  keys: readonly (readonly number[])[],
  labels: readonly number[] = keys.map(() => 0),
): Datastore {
  return {
    keys: float32([keys.length, keys[0]?.length ?? 0], keys.flat()),
    labels: Int32Array.from(labels),
    classes: Array.from({ length: Math.max(...labels) + 1 }, (_, id) => `class${id}`),
    documents: new Int32Array(keys.length),
    documentIds: ["one"],
    starts: Int32Array.from(keys.keys()),
    ends: Int32Array.from(keys.keys(), (i) => i + 1),
  };
}
