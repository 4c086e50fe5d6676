/** Which engine this is, without loading it. */

import { createRequire } from "node:module";

/** Name and version of the engine; results are reproducible for one version. */
export function engineVersion(): string {
  const { name, version } = createRequire(import.meta.url)("onnxruntime-node/package.json") as {
    name: string;
    version: string;
  };
  return `${name} ${version}`;
}
