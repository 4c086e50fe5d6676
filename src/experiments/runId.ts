/** The identity of a run: a hash of everything that can change its result. */

import { createHash } from "node:crypto";
import { version } from "../core/index.js";
import { fingerprint } from "../corpus/index.js";
import { engineVersion } from "../runtime/index.js";
import type { RunDefinition } from "./job.js";
import type { Parts } from "./parts.js";
import { type Material, RECORD_FORMAT } from "./record.js";

/** What a run learns from and is scored on, as fingerprints. @param encoder fingerprint */
export function materialOf({ train, dev, test }: Parts, encoder: string): Material {
  return {
    train: fingerprint(train),
    dev: dev ? fingerprint(dev) : null,
    test: fingerprint(test),
    encoder,
    sizes: { train: train.length, dev: dev?.length ?? 0, test: test.length },
  };
}

/** What executes runs. */
export function versions(): { readonly raretag: string; readonly engine: string } {
  return { raretag: version(), engine: engineVersion() };
}

/** SHA-256 of configuration, decoders, documents, encoder and versions, 64 hex digits. Places of files do not matter. */
export function runId(
  { config, decoders }: Pick<RunDefinition, "config" | "decoders">,
  material: Material,
): string {
  const content = [RECORD_FORMAT, config, decoders, material, versions()];
  return createHash("sha256").update(canonical(content)).digest("hex");
}

/** JSON with sorted keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, node: unknown) =>
    node && typeof node === "object" && !Array.isArray(node)
      ? Object.fromEntries(Object.entries(node).sort(([a], [b]) => (a < b ? -1 : 1)))
      : node,
  );
}
