/** Starts a process of its own for a case and asks what memory it used. */

import { execFile, execFileSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { CaseName } from "./cases.js";
import type { Usage } from "./child.js";

const BUILT = resolve(".cache/nightly");

/** Compiles the cases: run from TypeScript, the compiler's own memory comes and goes beside what is watched. */
export function compileCases(): void {
  rmSync(BUILT, { recursive: true, force: true });
  const tsc = resolve("node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", "test/nightly/tsconfig.json"], { stdio: "inherit" });
  cpSync("package.json", join(BUILT, "package.json"));
}

/**
 * Runs a compiled case.
 * @param options `model`: folder that `raretag train` wrote; `env`: variables that the process has besides ours
 */
export async function watchMemory(
  name: CaseName,
  { model, env }: { model: string; env?: Readonly<Record<string, string>> | undefined },
): Promise<Usage> {
  const child = join(BUILT, "test/nightly/child.js");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--expose-gc", child, name, model],
    { env: { ...process.env, ...env } },
  );
  return JSON.parse(stdout) as Usage;
}
