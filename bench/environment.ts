/** Machine, versions and commit of a measurement. */

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { availableParallelism, cpus, platform, totalmem } from "node:os";
import { join } from "node:path";

/** Where and with what something was measured. */
export interface Environment {
  readonly date: string;
  readonly commit: string;
  readonly machine: string;
  /** Versions by name of the package; peers that are not there are left out. */
  readonly versions: Readonly<Record<string, string>>;
}

const PYTHON_PACKAGES = ["torch", "transformers"];

/** Describes this machine and what is installed. */
export function environmentOf({
  python,
  transformersJs,
}: {
  readonly python: string | undefined;
  readonly transformersJs: string | undefined;
}): Environment {
  const cores = availableParallelism();
  const memory = (totalmem() / 2 ** 30).toFixed(1);
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
    machine: `${cpus()[0]?.model.trim() ?? "unknown processor"}, ${cores} cores, ${memory} GiB, ${platform()}`,
    versions: {
      node: process.versions.node,
      "onnxruntime-node": installed("node_modules", "onnxruntime-node"),
      ...(python ? pythonVersions(python) : {}),
      ...(transformersJs
        ? {
            "transformers.js": installed(
              join(transformersJs, "node_modules"),
              "@huggingface/transformers",
            ),
          }
        : {}),
    },
  };
}

function installed(packages: string, name: string): string {
  const manifest = join(packages, name, "package.json");
  if (!existsSync(manifest)) return "not installed";
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}

function pythonVersions(python: string): Record<string, string> {
  const script = `import importlib.metadata, json; print(json.dumps({p: importlib.metadata.version(p) for p in ${JSON.stringify(PYTHON_PACKAGES)}}))`;
  try {
    return JSON.parse(execFileSync(python, ["-c", script], { encoding: "utf8" }));
  } catch {
    return {};
  }
}

/** Short hash, marked where the working tree differs from it. */
function commit(): string {
  const git = (...args: string[]) =>
    execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    const changed = git("status", "--porcelain", "--", "src", "bench") !== "";
    return `${git("rev-parse", "--short", "HEAD")}${changed ? " with changes" : ""}`;
  } catch {
    return "unknown";
  }
}
