/** The process in which files are read: it gets cases and answers with what became of each. */
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RaretagError } from "../../src/core/index.js";
import { countAllocations, takeAllocated } from "./allocations.js";
import { type Files, READERS, type ReaderName } from "./readers.js";

/** A case: files, and the reader that gets them. */
export interface Request {
  readonly reader: ReaderName;
  readonly files: Files;
}

/** What became of it. */
export interface Answer {
  readonly kind: "read" | "refused" | "threw";
  readonly value?: unknown;
  readonly message?: string;
  /** bytes asked for in typed arrays and buffers */
  readonly allocated: number;
  readonly codeRan: boolean;
}

const folder = process.argv[2] as string; // made and removed by the sandbox
process.chdir(folder);
process.on("disconnect", () => process.exit());

async function answer({ reader, files }: Request): Promise<Answer> {
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  takeAllocated();
  const outcome = await READERS[reader]({ folder, files }).then(
    (value) => ({ kind: "read", value }) as const,
    (error: unknown) =>
      error instanceof RaretagError
        ? ({ kind: "refused", message: error.message } as const)
        : ({ kind: "threw", message: String((error as Error)?.stack ?? error) } as const),
  );
  const allocated = takeAllocated();
  const codeRan = existsSync(join(folder, "HOSTILE_CODE_RAN"));
  for (const name of [...Object.keys(files), "HOSTILE_CODE_RAN"])
    await rm(join(folder, name), { force: true });
  return { ...outcome, allocated, codeRan };
}

countAllocations();
process.on("message", (request: Request) => void answer(request).then((a) => process.send?.(a)));
process.send?.("ready");
