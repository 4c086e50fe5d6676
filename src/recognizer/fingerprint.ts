/** Fingerprint of an encoder or model, so that a run can say what it began with. */

import { createHash } from "node:crypto";
import { tokenizerFiles } from "../tokenizer/index.js";
import { type LoadedEncoder, loadEncoder } from "./load.js";

/** SHA-256 over weights, configuration and tokenizer, 64 hex digits. */
export function encoderFingerprint({ config, parameters, tokenizer }: LoadedEncoder): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify(config));
  const files = tokenizerFiles(tokenizer, { modelMaxLength: config.maxPositions });
  hash.update(JSON.stringify(files));
  for (const name of [...parameters.keys()].sort()) {
    const { shape = [], data = new Float32Array() } = parameters.get(name) ?? {};
    hash.update(JSON.stringify([name, shape]));
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest("hex");
}

/** Fingerprint of what lies in a folder, with its output layer, whatever labels will be trained. */
export async function folderFingerprint(folder: string): Promise<string> {
  const bare = await loadEncoder(folder, { labels: [] });
  const { labels } = bare.config;
  return encoderFingerprint(labels ? await loadEncoder(folder, { labels }) : bare);
}
