/** Jobs whose work is named in them. */
import { createHash } from "node:crypto";
import { loadConfig } from "../../src/config/index.js";
import type { Job } from "../../src/experiments/index.js";

export { recordOf } from "./records.js";

const CONFIG = loadConfig({});

/**
 * @param does `sleep MILLISECONDS`, `die`, `throw`, `refuse`, else nothing
 * @param begun file in which each beginning leaves the id
 */
export function jobOf(
  name: string,
  { does = "nothing", begun }: { does?: string; begun: string },
): Job {
  const id = createHash("sha256").update(name).digest("hex");
  const run = {
    corpus: { path: begun },
    split: 0,
    fold: 0,
    config: CONFIG,
    encoder: does,
    decoders: {},
  };
  return { id, run };
}
