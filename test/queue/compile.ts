/** Compiles what queue tests start as processes, which then start in a fraction of the time that sources need. */
import { spawnSync } from "node:child_process";
import { copyFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** Compiled programs. */
export interface Programs {
  /** The command line. */
  readonly main: string;
  /** See workerMain.ts. */
  readonly worker: string;
  /** URL of executor.ts. */
  readonly executor: string;
  readonly localWorkers: typeof import("../../src/experiments/localWorkers.js");
}

/** Compiles into a folder. */
export async function compileInto(folder: string): Promise<Programs> {
  const files = ["src/cli/main.ts", "test/queue/workerMain.ts", "test/queue/executor.ts"];
  // modules that others name by URL
  const named = ["cli/annotateShard", "experiments/execute", "experiments/workerProcess"];
  const config = {
    extends: resolve("tsconfig.json"),
    compilerOptions: { noEmit: false, rootDir: resolve("."), outDir: folder },
    files: [...files, ...named.map((name) => `src/${name}.ts`)].map((file) => resolve(file)),
  };
  const project = join(folder, "tsconfig.json");
  copyFileSync("package.json", join(folder, "package.json"));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  writeFileSync(project, JSON.stringify(config));
  const tsc = resolve("node_modules/typescript/bin/tsc");
  spawnSync(process.execPath, [tsc, "-p", project, "--noCheck"], { stdio: "inherit" });
  const program = (file: string) => join(folder, file.replace(/ts$/, "js"));
  return {
    main: program("src/cli/main.ts"),
    worker: program("test/queue/workerMain.ts"),
    executor: pathToFileURL(program("test/queue/executor.ts")).href,
    localWorkers: await import(program("src/experiments/localWorkers.ts")),
  };
}
