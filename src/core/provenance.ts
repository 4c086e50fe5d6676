/** What made a result, for those who ask later. */

import { createRequire } from "node:module";
import { cpus } from "node:os";

/** The version of this package, as in package.json. */
export function version(): string {
  return (createRequire(import.meta.url)("../../package.json") as { version: string }).version;
}

/** The machine in words for people: on another one the last digits of a result may differ. */
export function machineName(): string {
  const { platform, arch, version: node } = process;
  return `${cpus()[0]?.model ?? "unknown processor"}, ${platform} ${arch}, Node ${node}`;
}
